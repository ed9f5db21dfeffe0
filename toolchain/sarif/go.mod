module ai-zones.example/sarif

go 1.26

require github.com/owenrumney/go-sarif/v3 v3.3.1

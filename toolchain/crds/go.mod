module ai-zones.example/crds

go 1.26

require (
	github.com/cert-manager/cert-manager v1.21.2
	istio.io/api v1.31.1
)

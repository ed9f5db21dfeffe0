module ai-zones.example/crds

go 1.26

require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/sigstore/policy-controller v0.13.1
	istio.io/api v1.31.1
)

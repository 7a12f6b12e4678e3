// Command knative-validate validates a Knative Service as the admission webhook of Knative Serving does, with its code and
// its default configuration.
//
// It reads one Service (YAML or JSON) from standard input. Exit code 0: admitted; 1: refused, with the reasons on
// standard error; 2: not a Service. With -fields, it prints the fields of a pod and of a container that the field mask
// admits.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"knative.dev/pkg/apis"
	v1 "knative.dev/serving/pkg/apis/serving/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "-fields" {
		if err := json.NewEncoder(os.Stdout).Encode(admittedFields()); err != nil {
			fail(2, err)
		}
		return
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(2, err)
	}
	var service v1.Service
	if err := yaml.UnmarshalStrict(text, &service); err != nil {
		fail(2, err)
	}
	if got, want := service.GroupVersionKind(), v1.SchemeGroupVersion.WithKind("Service"); got != want {
		fail(2, fmt.Errorf("this is %v, not %v", got, want))
	}
	ctx := apis.WithinCreate(context.Background())
	service.SetDefaults(ctx)
	if refused := service.Validate(ctx); refused != nil {
		fail(1, refused)
	}
}

func fail(code int, err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(code)
}

package main

import (
	"context"
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"knative.dev/pkg/apis"
	"knative.dev/serving/pkg/apis/serving"
)

// admittedFields puts each field of a pod and of a container alone through the mask and looks whether it is still there.
func admittedFields() map[string][]string {
	ctx := context.Background()
	return map[string][]string{
		"pod": admitted(func(pod corev1.PodSpec) *apis.FieldError {
			return apis.CheckDisallowedFields(pod, *serving.PodSpecMask(ctx, &pod))
		}),
		"container": admitted(func(container corev1.Container) *apis.FieldError {
			return apis.CheckDisallowedFields(container, *serving.ContainerMask(&container))
		}),
	}
}

func admitted[T any](check func(T) *apis.FieldError) []string {
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		var object T
		set(reflect.ValueOf(&object).Elem().FieldByIndex(field.Index))
		if check(object) == nil {
			names = append(names, strings.Split(field.Tag.Get("json"), ",")[0])
		}
	}
	return names
}

// set gives a field a value that isn't nothing; a flag becomes a pointer to false, which is all that Knative admits of some.
func set(field reflect.Value) {
	switch field.Kind() {
	case reflect.Pointer:
		field.Set(reflect.New(field.Type().Elem()))
	case reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), 1, 1))
	case reflect.Map:
		field.Set(reflect.MakeMap(field.Type()))
		field.SetMapIndex(reflect.New(field.Type().Key()).Elem(), reflect.New(field.Type().Elem()).Elem())
	case reflect.String:
		field.SetString("x")
	case reflect.Bool:
		field.SetBool(true)
	case reflect.Struct:
		set(field.Field(0))
	}
}

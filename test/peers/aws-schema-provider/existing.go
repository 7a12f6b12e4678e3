package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// existing is what AWS has before a run: the resources of the state files that AWS_SCHEMA_EXISTING lists. Imports and
// data sources read it, and what AWS has once only can't be created again.
type existing []object

type object struct {
	kind       string
	attributes json.RawMessage
	texts      map[string]any
}

// onlyOne names the arguments by which AWS tells things of a kind apart, and the error where they exist already.
var onlyOne = map[string]struct {
	arguments []string
	code      string
}{
	"aws_cloudtrail":                   {[]string{"name"}, "TrailAlreadyExistsException"},
	"aws_eks_pod_identity_association": {[]string{"cluster_name", "namespace", "service_account"}, "ResourceInUseException"},
	"aws_iam_openid_connect_provider":  {[]string{"url"}, "EntityAlreadyExists"},
	"aws_iam_role":                     {[]string{"name"}, "EntityAlreadyExists"},
	"aws_kms_alias":                    {[]string{"name"}, "AlreadyExistsException"},
	"aws_lambda_function":              {[]string{"function_name"}, "ResourceConflictException"},
	"aws_s3_bucket":                    {[]string{"bucket"}, "BucketAlreadyExists"},
}

// lookups name the arguments by which data sources find what exists.
var lookups = map[string][]string{
	"aws_iam_openid_connect_provider": {"arn", "url"},
	"aws_iam_role":                    {"name"},
	"aws_s3_bucket":                   {"bucket"},
}

func loadExisting(paths string) (existing, error) {
	var out existing
	for _, path := range filepath.SplitList(paths) {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var state struct {
			Resources []struct {
				Mode, Type string
				Instances  []struct{ Attributes json.RawMessage }
			}
		}
		if err := json.Unmarshal(content, &state); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, r := range state.Resources {
			for _, i := range r.Instances {
				o := object{kind: r.Type, attributes: i.Attributes, texts: map[string]any{}}
				if r.Mode == "managed" && json.Unmarshal(i.Attributes, &o.texts) == nil {
					out = append(out, o)
				}
			}
		}
	}
	return out, nil
}

func (o object) text(name string) string {
	s, _ := o.texts[name].(string)
	return strings.TrimPrefix(s, "https://")
}

// account of the ARN; empty where the ARN has none, as for buckets: their names are onlyOne across accounts.
func (o object) account() string {
	if parts := strings.Split(o.text("arn")+o.text("association_arn"), ":"); len(parts) > 4 {
		return parts[4]
	}
	return ""
}

func (o object) isOf(account string) bool { return o.account() == "" || o.account() == account }

// imported is the resource that an import names, as the documentation of the provider has ids.
func (e existing) imported(kind, account, id string) (object, bool) {
	for _, o := range e {
		association := o.text("cluster_name") + "," + o.text("association_id")
		if o.kind == kind && o.isOf(account) && slices.Contains([]string{o.text("id"), o.text("arn"), association}, id) {
			return o, true
		}
	}
	return object{}, false
}

// found is the resource that the known arguments name.
func (e existing) found(kind, account string, arguments []string, root map[string]tftypes.Value) (object, bool) {
	for _, o := range e {
		if o.kind != kind || !o.isOf(account) {
			continue
		}
		matches := 0
		for _, name := range arguments {
			wanted, ok := text(root[name])
			if ok && strings.TrimPrefix(wanted, "https://") != o.text(name) {
				matches = -len(arguments)
			} else if ok {
				matches++
			}
		}
		if matches > 0 {
			return o, true
		}
	}
	return object{}, false
}

// conflict says that AWS has something of this name already.
func (p *provider) conflict(kind string, planned map[string]tftypes.Value) []*tfprotov5.Diagnostic {
	key, ok := onlyOne[kind]
	if !ok {
		return nil
	}
	if _, ok := p.existing.found(kind, p.account, key.arguments, planned); !ok {
		return nil
	}
	name, _ := text(planned[key.arguments[0]])
	return []*tfprotov5.Diagnostic{failure(tftypes.NewAttributePath(), "creating "+kind,
		fmt.Sprintf("%s: %s exists already in account %s.", key.code, name, p.account))}
}

// value is the object as the schema of a resource, or of a data source of the same arguments, has it.
func (o object) value(typ tftypes.Type) (tftypes.Value, error) {
	return tftypes.ValueFromJSONWithOpts(o.attributes, typ, tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true})
}

func (p *provider) importExisting(kind, id string) (*tfprotov5.ImportResourceStateResponse, error) {
	o, ok := p.existing.imported(kind, p.account, id)
	if !ok {
		return &tfprotov5.ImportResourceStateResponse{Diagnostics: []*tfprotov5.Diagnostic{
			failure(tftypes.NewAttributePath(), "Cannot import non-existent remote object", fmt.Sprintf("%s %s is not there.", kind, id)),
		}}, nil
	}
	typ := p.schemas.resources[kind].ValueType()
	value, err := o.value(typ)
	if err != nil {
		return nil, err
	}
	state, err := tfprotov5.NewDynamicValue(typ, value)
	return &tfprotov5.ImportResourceStateResponse{
		ImportedResources: []*tfprotov5.ImportedResource{{TypeName: kind, State: &state}},
	}, err
}

// readExisting fills in what a data source computes from the resource that its arguments name.
func (p *provider) readExisting(kind string, arguments []string, root map[string]tftypes.Value) []*tfprotov5.Diagnostic {
	o, ok := p.existing.found(kind, p.account, arguments, root)
	if !ok {
		name, _ := text(root[arguments[len(arguments)-1]])
		return []*tfprotov5.Diagnostic{failure(tftypes.NewAttributePath(), "reading "+kind,
			fmt.Sprintf("NoSuchEntity: %s is not in account %s.", name, p.account))}
	}
	value, err := o.value(p.schemas.data[kind].ValueType())
	if err != nil {
		return []*tfprotov5.Diagnostic{failure(tftypes.NewAttributePath(), "reading "+kind, err.Error())}
	}
	for name, v := range fields(value) {
		if root[name].IsNull() && !v.IsNull() {
			root[name] = v
		}
	}
	return nil
}

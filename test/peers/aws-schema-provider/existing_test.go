package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const state = `{"resources":[
  {"mode":"managed","type":"aws_iam_openid_connect_provider","instances":[{"attributes":{
    "id":"arn:aws:iam::222222222222:oidc-provider/oidc.example","arn":"arn:aws:iam::222222222222:oidc-provider/oidc.example",
    "url":"https://oidc.example","client_id_list":["sts.amazonaws.com"],"unheard_of":1}}]},
  {"mode":"managed","type":"aws_s3_bucket","instances":[{"attributes":{"id":"b","bucket":"b","arn":"arn:aws:s3:::b"}}]},
  {"mode":"data","type":"aws_iam_role","instances":[{"attributes":{"name":"read","arn":"arn:aws:iam::222222222222:role/read"}}]}]}`

func world(t *testing.T) *provider {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(path, []byte(state), 0o600); err != nil {
		t.Fatal(err)
	}
	p := testProvider(t)
	var err error
	if p.existing, err = loadExisting(path); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatExistsCanNotBeCreatedAgain(t *testing.T) {
	p := world(t)
	for _, c := range []struct {
		kind, name, value, account string
		conflicts                  bool
	}{
		{"aws_iam_openid_connect_provider", "url", "https://oidc.example", "222222222222", true},
		{"aws_iam_openid_connect_provider", "url", "https://oidc.example", "333333333333", false},
		{"aws_iam_openid_connect_provider", "url", "https://other.example", "222222222222", false},
		{"aws_s3_bucket", "bucket", "b", "333333333333", true},
		{"aws_iam_role", "name", "read", "222222222222", false},
	} {
		p.account = c.account
		found := p.conflict(c.kind, map[string]tftypes.Value{c.name: str(c.value)})
		if (len(found) > 0) != c.conflicts {
			t.Error(c, found)
		}
	}
}

func TestImportsAndDataSourcesReadWhatExists(t *testing.T) {
	p := world(t)
	imported, err := p.importExisting("aws_iam_openid_connect_provider", "arn:aws:iam::222222222222:oidc-provider/oidc.example")
	if err != nil || len(imported.ImportedResources) != 1 {
		t.Fatal(err, imported)
	}
	missing, _ := p.importExisting("aws_iam_role", "gone")
	if len(missing.Diagnostics) != 1 || !strings.Contains(missing.Diagnostics[0].Summary, "non-existent") {
		t.Error(missing)
	}
	kind := "aws_iam_openid_connect_provider"
	root := fields(empty(p.schemas.data[kind]))
	root["url"] = str("https://oidc.example")
	if found := p.readExisting(kind, lookups[kind], root); len(found) > 0 || len(texts(root["client_id_list"])) != 1 {
		t.Error(found, root)
	}
	root["url"] = str("https://other.example")
	if found := p.readExisting(kind, lookups[kind], root); len(found) != 1 {
		t.Error("what isn't there is found")
	}
}

// Uses the client that openapi-generator makes for Go: uploads, downloads, lists, signs in a batch, uploads in parts, and
// meets a refusal.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"example.com/team/presign"
)

const tenant = "team-a"

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// answered returns the answer of an operation, and panics with the body of a refusal.
func answered[T any](answer *T, _ *http.Response, err error) *T {
	var refusal *presign.GenericOpenAPIError
	if errors.As(err, &refusal) {
		panic(string(refusal.Body()))
	}
	return must(answer, err)
}

func use(url, method string, headers map[string]string, body []byte) string {
	request := must(http.NewRequest(method, url, bytes.NewReader(body)))
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response := must(http.DefaultClient.Do(request))
	defer response.Body.Close()
	text := string(must(io.ReadAll(response.Body)))
	if response.StatusCode >= 300 {
		panic(text)
	}
	return text
}

func main() {
	configuration := presign.NewConfiguration()
	configuration.Servers = presign.ServerConfigurations{{URL: os.Getenv("API")}}
	api := presign.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), presign.ContextAccessToken, os.Getenv("TOKEN"))

	text := []byte("from openapi-generator for Go\n")
	wanted := presign.NewUploadRequest("clients/generated-go.txt")
	wanted.SetContentType("text/plain")
	wanted.SetContentLength(int64(len(text)))
	upload := answered(api.SigningAPI.SignUpload(ctx, tenant).UploadRequest(*wanted).Execute())
	use(upload.Url, upload.Method, upload.Headers, text)

	request := *presign.NewDownloadRequest("clients/generated-go.txt")
	download := answered(api.SigningAPI.SignDownload(ctx, tenant).DownloadRequest(request).Execute())
	fmt.Println("downloaded", strings.TrimSpace(use(download.Url, download.Method, download.Headers, nil)))

	list := answered(api.ObjectsAPI.ListObjects(ctx, tenant).Prefix("clients/generated-go.t").Execute())
	for _, item := range list.Items {
		fmt.Printf("listed %s (%d)\n", item.Key, item.GetSize())
	}

	// many at once: a result has a Problem, or what the route of its operation answers
	one := presign.NewDownloadOperation("download", "clients/generated-go.txt")
	two := presign.NewDeleteOperation("delete", "clients/generated-go.txt")
	two.SetExpiresIn(60)
	two.SetMinValidity(3600)
	several := presign.NewBatchRequest([]presign.BatchOperation{
		presign.DownloadOperationAsBatchOperation(one),
		presign.DeleteOperationAsBatchOperation(two),
	})
	batch := answered(api.SigningAPI.SignBatch(ctx, tenant).BatchRequest(*several).Execute())
	for _, result := range batch.Results {
		if problem, refused := result.GetProblemOk(); refused {
			fmt.Println("refused", result.Status, problem.Code)
		} else {
			fmt.Println("signed", result.GetMethod(), result.GetKey())
		}
	}

	// in parts, as large uploads go
	content := make([]byte, 6<<20)
	whole := presign.NewMultipartUploadRequest("clients/generated-go.bin")
	whole.SetContentLength(int64(len(content)))
	whole.SetPartSize(5 << 20)
	uploads := api.MultipartUploadsAPI
	begun := answered(uploads.CreateMultipartUpload(ctx, tenant).MultipartUploadRequest(*whole).Execute())
	for _, part := range begun.Parts {
		start := int64(part.PartNumber-1) * begun.PartSize
		end := min(start+begun.PartSize, int64(len(content)))
		use(part.Url, part.Method, part.Headers, content[start:end])
	}
	completion := *presign.NewCompletionRequest()
	done := uploads.CompleteMultipartUpload(ctx, tenant, begun.UploadId).CompletionRequest(completion)
	completed := answered(done.Execute())
	fmt.Println("put together", completed.Key, completed.GetSize())

	// a refusal: go by its code
	_, _, err := api.SigningAPI.SignDownload(ctx, "team-b").DownloadRequest(request).Execute()
	var refusal *presign.GenericOpenAPIError
	if errors.As(err, &refusal) {
		if problem, ok := refusal.Model().(presign.Problem); ok && problem.Code == "access_denied" {
			fmt.Println("refused", problem.Status, problem.Code)
		}
	}
}

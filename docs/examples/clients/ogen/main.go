// Uses the client that ogen makes: uploads, downloads, lists, signs in a batch, uploads in parts, and meets a refusal.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"example/api"
)

const tenant = "team-a"

type token string

func (t token) Bearer(context.Context, api.OperationName) (api.Bearer, error) {
	return api.Bearer{Token: string(t)}, nil
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// answered returns the answer of an operation, and panics with anything else that it returned.
func answered[T any](answer any) T {
	typed, ok := answer.(T)
	if !ok {
		panic(fmt.Sprintf("refused: %+v", answer))
	}
	return typed
}

func use(target url.URL, method string, headers map[string]string, body []byte) string {
	request := must(http.NewRequest(method, target.String(), bytes.NewReader(body)))
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
	ctx := context.Background()
	client := must(api.NewClient(os.Getenv("API"), token(os.Getenv("TOKEN"))))

	text := []byte("from ogen\n")
	signed := must(client.SignUpload(ctx, &api.UploadRequest{
		Key:           "clients/ogen.txt",
		ContentType:   api.NewOptString("text/plain"),
		ContentLength: api.NewOptInt64(int64(len(text))),
	}, api.SignUploadParams{Tenant: tenant}))
	upload := answered[*api.SignUploadOKHeaders](signed).Response
	use(upload.URL, string(upload.Method), upload.Headers, text)

	wanted := &api.DownloadRequest{Key: "clients/ogen.txt"}
	got := must(client.SignDownload(ctx, wanted, api.SignDownloadParams{Tenant: tenant}))
	download := answered[*api.SignDeletionOKHeaders](got).Response // of the same shape, so ogen has one type
	fmt.Println("downloaded", strings.TrimSpace(use(download.URL, string(download.Method), download.Headers, nil)))

	listed := must(client.ListObjects(ctx, api.ListObjectsParams{
		Tenant: tenant,
		Prefix: api.NewOptString("clients/ogen.t"),
	}))
	for _, item := range answered[*api.ObjectsAnswerHeaders](listed).Response.Items {
		fmt.Printf("listed %s (%d)\n", item.Key, item.Size.Value)
	}

	// many at once: a result has a Problem, or what the route of its operation answers
	batch := must(client.SignBatch(ctx, &api.BatchRequest{Operations: []api.BatchOperation{
		api.NewDownloadOperationBatchOperation(api.DownloadOperation{
			Operation: api.DownloadOperationOperationDownload,
			Key:       "clients/ogen.txt",
		}),
		api.NewDeleteOperationBatchOperation(api.DeleteOperation{
			Operation:   api.DeleteOperationOperationDelete,
			Key:         "clients/ogen.txt",
			ExpiresIn:   api.NewOptInt(60),
			MinValidity: api.NewOptInt(3600),
		}),
	}}, api.SignBatchParams{Tenant: tenant}))
	for _, result := range answered[*api.BatchAnswerHeaders](batch).Response.Results {
		if problem, refused := result.Problem.Get(); refused {
			fmt.Println("refused", result.Status, problem.Code)
		} else {
			fmt.Println("signed", result.Method.Value, result.Key.Value)
		}
	}

	// in parts, as large uploads go
	content := make([]byte, 6<<20)
	created := must(client.CreateMultipartUpload(ctx, &api.MultipartUploadRequest{
		Key:           "clients/ogen.bin",
		ContentLength: api.NewOptInt64(int64(len(content))),
		PartSize:      api.NewOptInt64(5 << 20),
	}, api.CreateMultipartUploadParams{Tenant: tenant}))
	begun := answered[*api.MultipartUploadAnswerHeaders](created).Response
	for _, part := range begun.Parts {
		start := int64(part.PartNumber-1) * begun.PartSize
		end := min(start+begun.PartSize, int64(len(content)))
		use(part.URL, string(part.Method), part.Headers, content[start:end])
	}
	params := api.CompleteMultipartUploadParams{Tenant: tenant, UploadId: begun.UploadId}
	done := must(client.CompleteMultipartUpload(ctx, &api.CompletionRequest{}, params))
	completed := answered[*api.CompletedUploadAnswerHeaders](done).Response
	fmt.Println("put together", completed.Key, completed.Size.Value)

	// a refusal: go by its code
	other := must(client.SignDownload(ctx, wanted, api.SignDownloadParams{Tenant: "team-b"}))
	if problem := answered[*api.AccessDeniedHeaders](other).Response; problem.Code == api.ProblemCodeAccessDenied {
		fmt.Println("refused", problem.Status, problem.Code)
	}
}

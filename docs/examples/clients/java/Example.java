import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.MultipartUploadsApi;
import org.openapitools.client.api.ObjectsApi;
import org.openapitools.client.api.SigningApi;
import org.openapitools.client.model.BatchOperation;
import org.openapitools.client.model.BatchRequest;
import org.openapitools.client.model.CompletionRequest;
import org.openapitools.client.model.DeleteOperation;
import org.openapitools.client.model.DownloadOperation;
import org.openapitools.client.model.DownloadRequest;
import org.openapitools.client.model.MultipartUploadRequest;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.UploadRequest;

/**
 * Uses the client that openapi-generator makes for Java: uploads, downloads, lists, signs in a batch, uploads in parts, and
 * meets a refusal.
 */
public final class Example {
  private static final String TENANT = "team-a";

  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("API"));
    client.setRequestInterceptor(
        request -> request.header("authorization", "Bearer " + System.getenv("TOKEN")));
    SigningApi signing = new SigningApi(client);

    byte[] text = "from Java\n".getBytes();
    var wanted = new UploadRequest().key("clients/java.txt").contentType("text/plain").contentLength((long) text.length);
    var upload = signing.signUpload(TENANT, wanted, null);
    use(upload.getUrl(), upload.getMethod().getValue(), upload.getHeaders(), text);

    var request = new DownloadRequest().key("clients/java.txt");
    var download = signing.signDownload(TENANT, request, null);
    var content = use(download.getUrl(), download.getMethod().getValue(), download.getHeaders(), new byte[0]);
    System.out.println("downloaded " + content.trim());

    var list = new ObjectsApi(client).listObjects(TENANT, "clients/java.t", null, null, null, null, null);
    for (var item : list.getItems()) System.out.printf("listed %s (%d)%n", item.getKey(), item.getSize());

    batch(signing);
    inParts(new MultipartUploadsApi(client));

    // a refusal: go by its code
    try {
      signing.signDownload("team-b", request, null);
    } catch (ApiException refusal) {
      var problem = client.getObjectMapper().readValue(refusal.getResponseBody(), Problem.class);
      if (problem.getCode() == Problem.CodeEnum.ACCESS_DENIED) {
        System.out.println("refused " + refusal.getCode() + " " + problem.getCode());
      }
    }
  }

  /** Many at once: a result has a problem, or what the route of its operation answers. */
  private static void batch(SigningApi signing) throws ApiException {
    var one = new DownloadOperation().operation(DownloadOperation.OperationEnum.DOWNLOAD).key("clients/java.txt");
    var two = new DeleteOperation().operation(DeleteOperation.OperationEnum.DELETE).key("clients/java.txt");
    two.expiresIn(60).minValidity(3600);
    var several = new BatchRequest().operations(List.of(new BatchOperation(one), new BatchOperation(two)));
    for (var result : signing.signBatch(TENANT, several, null).getResults()) {
      if (result.getProblem() != null) {
        System.out.println("refused " + result.getStatus() + " " + result.getProblem().getCode());
      } else {
        System.out.println("signed " + result.getMethod() + " " + result.getKey());
      }
    }
  }

  /** In parts, as large uploads go. */
  private static void inParts(MultipartUploadsApi uploads) throws Exception {
    byte[] content = new byte[6 << 20];
    var whole = new MultipartUploadRequest().key("clients/java.bin").contentLength((long) content.length);
    var begun = uploads.createMultipartUpload(TENANT, whole.partSize(5L << 20), null);
    int size = begun.getPartSize().intValue();
    for (var part : begun.getParts()) {
      int start = (part.getPartNumber() - 1) * size;
      byte[] bytes = Arrays.copyOfRange(content, start, Math.min(start + size, content.length));
      use(part.getUrl(), part.getMethod().getValue(), part.getHeaders(), bytes);
    }
    var completed = uploads.completeMultipartUpload(TENANT, begun.getUploadId(), new CompletionRequest(), null);
    System.out.println("put together " + completed.getKey() + " " + completed.getSize());
  }

  private static String use(URI url, String method, Map<String, String> headers, byte[] body) throws Exception {
    var request = HttpRequest.newBuilder(url).method(method, BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) throw new IllegalStateException(response.body());
    return response.body();
  }
}

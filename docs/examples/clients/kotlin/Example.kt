import com.google.gson.Gson
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import org.openapitools.client.apis.MultipartUploadsApi
import org.openapitools.client.apis.ObjectsApi
import org.openapitools.client.apis.SigningApi
import org.openapitools.client.infrastructure.ApiClient
import org.openapitools.client.infrastructure.ClientError
import org.openapitools.client.infrastructure.ClientException
import org.openapitools.client.models.BatchOperation
import org.openapitools.client.models.BatchRequest
import org.openapitools.client.models.CompletionRequest
import org.openapitools.client.models.DeleteOperation
import org.openapitools.client.models.DownloadOperation
import org.openapitools.client.models.DownloadRequest
import org.openapitools.client.models.MultipartUploadRequest
import org.openapitools.client.models.Problem
import org.openapitools.client.models.UploadRequest
import java.net.URI

// Uses the client that openapi-generator makes for Kotlin: uploads, downloads, lists, signs in a batch, uploads in parts,
// and meets a refusal.

const val TENANT = "team-a"
val storage = OkHttpClient()

fun use(url: URI, method: String, headers: Map<String, String>, body: ByteArray? = null): String {
    val request = Request.Builder().url(url.toString()).method(method, body?.toRequestBody())
    headers.forEach { (name, value) -> request.header(name, value) }
    return storage.newCall(request.build()).execute().use { response ->
        val text = response.body!!.string()
        check(response.isSuccessful) { text }
        text
    }
}

fun main() {
    val url = System.getenv("API")
    ApiClient.accessToken = System.getenv("TOKEN")
    val signing = SigningApi(url)

    val text = "from Kotlin\n".toByteArray()
    val wanted = UploadRequest("clients/kotlin.txt", contentType = "text/plain", contentLength = text.size.toLong())
    val upload = signing.signUpload(TENANT, wanted)
    use(upload.url, upload.method.value, upload.headers, text)

    val download = signing.signDownload(TENANT, DownloadRequest("clients/kotlin.txt"))
    println("downloaded " + use(download.url, download.method.value, download.headers).trim())

    val list = ObjectsApi(url).listObjects(TENANT, prefix = "clients/kotlin.t")
    for (item in list.items) println("listed ${item.key} (${item.propertySize})")

    // many at once: a result has a problem, or what the route of its operation answers
    val operations = listOf(
        DownloadOperation(DownloadOperation.Operation.download, "clients/kotlin.txt"),
        DeleteOperation(DeleteOperation.Operation.delete, "clients/kotlin.txt", expiresIn = 60, minValidity = 3600),
    )
    for (result in signing.signBatch(TENANT, BatchRequest(operations.map { BatchOperation(it) })).results) {
        val problem = result.problem
        if (problem != null) println("refused ${result.status} ${problem.code.value}")
        else println("signed ${result.method?.value} ${result.key}")
    }

    // in parts, as large uploads go
    val uploads = MultipartUploadsApi(url)
    val content = ByteArray(6 shl 20)
    val whole = MultipartUploadRequest("clients/kotlin.bin", contentLength = content.size.toLong(), partSize = 5L shl 20)
    val begun = uploads.createMultipartUpload(TENANT, whole)
    val size = begun.partSize.toInt()
    for (part in begun.parts) {
        val start = (part.partNumber - 1) * size
        val bytes = content.copyOfRange(start, minOf(start + size, content.size))
        use(part.url, part.method.value, part.headers, bytes)
    }
    val completed = uploads.completeMultipartUpload(TENANT, begun.uploadId, CompletionRequest())
    println("put together ${completed.key} ${completed.propertySize}")

    // a refusal: go by its code
    try {
        signing.signDownload("team-b", DownloadRequest("clients/kotlin.txt"))
    } catch (refusal: ClientException) {
        val body = (refusal.response as ClientError<*>).body as String
        val problem = Gson().fromJson(body, Problem::class.java)
        if (problem.code == Problem.Code.access_denied) println("refused ${refusal.statusCode} ${problem.code.value}")
    }
}

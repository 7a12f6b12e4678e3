"""Uses the client that openapi-generator makes for Python: uploads, downloads, lists, signs in a batch, uploads in parts,
and meets a refusal."""

import os
import urllib.request

from openapi_client import ApiClient, ApiException, Configuration
from openapi_client.api import MultipartUploadsApi, ObjectsApi, SigningApi
from openapi_client.models import (
    BatchOperation,
    BatchRequest,
    CompletionRequest,
    DeleteOperation,
    DownloadOperation,
    DownloadRequest,
    MultipartUploadRequest,
    PartAnswer,
    Problem,
    SigningAnswer,
    UploadAnswer,
    UploadRequest,
)

TENANT = "team-a"


def use(signed: SigningAnswer | UploadAnswer | PartAnswer, content: bytes | None = None) -> str:
    request = urllib.request.Request(signed.url, content, signed.headers, method=signed.method)
    with urllib.request.urlopen(request) as response:
        return str(response.read().decode())


api = ApiClient(Configuration(host=os.environ["API"], access_token=os.environ["TOKEN"]))
signing, objects, uploads = SigningApi(api), ObjectsApi(api), MultipartUploadsApi(api)

text = b"from openapi-generator for Python\n"
wanted = UploadRequest(key="clients/generated-py.txt", contentType="text/plain", contentLength=len(text))
use(signing.sign_upload(TENANT, wanted), text)

download = signing.sign_download(TENANT, DownloadRequest(key="clients/generated-py.txt"))
print("downloaded", use(download).strip())

page = objects.list_objects(TENANT, prefix="clients/generated-py.t")
print("listed", ", ".join(f"{item.key} ({item.size})" for item in page.items))

# many at once: a result has a problem, or what the route of its operation answers
several = BatchRequest(
    operations=[
        BatchOperation(DownloadOperation(operation="download", key="clients/generated-py.txt")),
        BatchOperation(
            DeleteOperation(operation="delete", key="clients/generated-py.txt", expiresIn=60, minValidity=3600)
        ),
    ]
)
for result in signing.sign_batch(TENANT, several).results:
    if result.problem:
        print("refused", result.status, result.problem.code)
    else:
        print("signed", result.method, result.key)

# in parts, as large uploads go
content = bytes(6 * 1024**2)
whole = MultipartUploadRequest(key="clients/generated-py.bin", contentLength=len(content), partSize=5 * 1024**2)
begun = uploads.create_multipart_upload(TENANT, whole)
for part in begun.parts:
    start = (part.part_number - 1) * begun.part_size
    use(part, content[start : start + begun.part_size])
completed = uploads.complete_multipart_upload(TENANT, begun.upload_id, CompletionRequest())
print("put together", completed.key, completed.size)

# a refusal: go by its code
try:
    signing.sign_download("team-b", DownloadRequest(key="clients/generated-py.txt"))
except ApiException as refusal:
    if isinstance(refusal.data, Problem) and refusal.data.code == "access_denied":
        print("refused", refusal.status, refusal.data.code)

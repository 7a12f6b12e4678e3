//! Uses the client that openapi-generator makes for Rust: uploads, downloads, lists, signs in a batch, uploads in parts, and
//! meets a refusal.

use std::{collections::HashMap, env, error::Error};

use openapi::apis::configuration::Configuration;
use openapi::apis::signing_api::{sign_batch, sign_download, sign_upload, SignDownloadError};
use openapi::apis::{multipart_uploads_api, objects_api, Error as ApiError};
use openapi::models::{
    problem::Code, BatchOperation, BatchRequest, CompletionRequest, DeleteOperation, DownloadOperation, DownloadRequest,
    MultipartUploadRequest, UploadRequest,
};

const TENANT: &str = "team-a";
const KEY: &str = "clients/rust.txt";

/// What a value of an enum is called in JSON, which this client tells serde and nothing else.
fn name(value: impl serde::Serialize) -> Result<String, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(value)?)
}

async fn send(
    url: &str,
    method: impl serde::Serialize,
    headers: &HashMap<String, String>,
    body: Vec<u8>,
) -> Result<String, Box<dyn Error>> {
    let mut request = reqwest::Client::new().request(name(method)?.parse()?, url).body(body);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    Ok(request.send().await?.error_for_status()?.text().await?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let api = Configuration {
        base_path: env::var("API")?,
        bearer_access_token: Some(env::var("TOKEN")?),
        ..Configuration::default()
    };

    let text = b"from Rust\n".to_vec();
    let wanted = UploadRequest {
        content_type: Some("text/plain".into()),
        content_length: Some(text.len() as i64),
        ..UploadRequest::new(KEY.into())
    };
    let upload = sign_upload(&api, TENANT, wanted, None).await?;
    send(&upload.url, upload.method, &upload.headers, text).await?;

    let download = sign_download(&api, TENANT, DownloadRequest::new(KEY.into()), None).await?;
    let content = send(&download.url, download.method, &download.headers, vec![]).await?;
    println!("downloaded {}", content.trim());

    let prefix = Some("clients/rust.t");
    let list = objects_api::list_objects(&api, TENANT, prefix, None, None, None, None, None).await?;
    for item in list.items {
        println!("listed {} ({})", item.key, item.size.unwrap_or_default());
    }

    // many at once: a result has a problem, or what the route of its operation answers
    let one = DownloadOperation { key: KEY.into(), ..Default::default() };
    let two = DeleteOperation { key: KEY.into(), expires_in: Some(60), min_validity: Some(3600), ..Default::default() };
    let operations = vec![BatchOperation::Download(Box::new(one)), BatchOperation::Delete(Box::new(two))];
    for result in sign_batch(&api, TENANT, BatchRequest::new(operations), None).await?.results {
        match result.problem {
            Some(problem) => println!("refused {} {}", result.status, name(problem.code)?),
            None => println!("signed {} {}", name(result.method)?, result.key.unwrap_or_default()),
        }
    }

    // in parts, as large uploads go
    let content = vec![0; 6 << 20];
    let whole = MultipartUploadRequest {
        content_length: Some(content.len() as i64),
        part_size: Some(5 << 20),
        ..MultipartUploadRequest::new("clients/rust.bin".into())
    };
    let begun = multipart_uploads_api::create_multipart_upload(&api, TENANT, whole, None).await?;
    for (part, bytes) in begun.parts.iter().zip(content.chunks(begun.part_size as usize)) {
        send(&part.url, part.method, &part.headers, bytes.to_vec()).await?;
    }
    let completion = CompletionRequest::new();
    let completed =
        multipart_uploads_api::complete_multipart_upload(&api, TENANT, &begun.upload_id, completion, None).await?;
    println!("put together {} {}", completed.key, completed.size.unwrap_or_default());

    // a refusal: go by its code
    let refused = sign_download(&api, "team-b", DownloadRequest::new(KEY.into()), None).await;
    match refused {
        Err(ApiError::ResponseError(response)) => match response.entity {
            // the first status of all that have this shape, whatever the answer's was: go by the problem's own
            Some(SignDownloadError::Status400(problem)) if problem.code == Code::AccessDenied => {
                println!("refused {} {}", problem.status, name(problem.code)?);
                Ok(())
            }
            other => Err(format!("{other:?}").into()),
        },
        other => Err(format!("{other:?}").into()),
    }
}

/**
 * Returns the command that makes the Secret with the sealing key: a JWK Set (RFC 7517) of one 256-bit `oct` key, for
 * `dir` and A256GCM. The operator runs it in a shell, so that the key is in no file, argument or log of ours.
 */
export function sealingCommand(namespace: string): string {
  return [
    `key=$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\\n')`,
    `printf '{"keys":[{"kty":"oct","use":"enc","alg":"dir","kid":"%s","k":"%s"}]}' "$(date -u +%F)" "$key" |`,
    `  kubectl create secret generic tenant-presign-sealing --namespace ${namespace} --from-file keys.json=/dev/stdin`,
  ].join('\n');
}

import { TransferError } from '#client';
import { ConfigurationError } from './command.js';
import { ExitCode } from './exit-code.js';

/** The exit codes of problem codes and of the client’s codes. All other errors are temporary, or have another reason. */
const BY_CODE: Readonly<Record<string, ExitCode>> = {
  access_denied: ExitCode.refused,
  invalid_token: ExitCode.refused,
  session_not_active: ExitCode.refused,
  not_found: ExitCode.notFound,
  object_not_found: ExitCode.notFound,
  object_exists: ExitCode.exists,
  corrupted: ExitCode.notIntact,
  not_verified: ExitCode.notIntact,
  object_changed: ExitCode.notIntact,
  retry_upload: ExitCode.notIntact,
  source_changed: ExitCode.notIntact,
  invalid_request: ExitCode.usage,
  invalid_key: ExitCode.usage,
  content_length_required: ExitCode.usage,
  unusable_token: ExitCode.usage,
  wrong_api: ExitCode.usage,
};

/** Returns the exit code of a command that fails with an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (isConfigurationError(error)) return ExitCode.usage;
  if (!(error instanceof TransferError)) return ExitCode.failed;
  if (error.code === 'storage_refused' && error.status === 403) return ExitCode.refused;
  return BY_CODE[error.code] ?? (error.isTemporary ? ExitCode.unavailable : ExitCode.failed);
}

/** Returns whether all requests fail for the same reason, which is in the configuration. */
export const isConfigurationError = (error: unknown): boolean =>
  error instanceof ConfigurationError ||
  (error instanceof TransferError && (error.code === 'unusable_token' || error.code === 'wrong_api'));

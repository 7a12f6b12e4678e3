import { IsString, MaxLength } from 'class-validator';
import { MAX_SEALED } from '../../access/sealing/sealer.js';

const receipt = { message: `must be the receipt of an upload, up to ${MAX_SEALED} characters` };

/** The request has the receipt of the upload to confirm. */
export class ConfirmationRequest {
  /** The `receipt` from the answer of `POST /uploads`. */
  @IsString(receipt) @MaxLength(MAX_SEALED, receipt) receipt!: string;
}

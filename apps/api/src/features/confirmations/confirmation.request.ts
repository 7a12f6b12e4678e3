import { IsString, MaxLength } from 'class-validator';
import { MAX_SEALED } from '../../access/sealing/sealer.js';

const receipt = { message: `must be the receipt of an upload, up to ${MAX_SEALED} characters` };

/** Which upload to look for. */
export class ConfirmationRequest {
  /** The receipt from the answer to the upload. */
  @IsString(receipt) @MaxLength(MAX_SEALED, receipt) receipt!: string;
}

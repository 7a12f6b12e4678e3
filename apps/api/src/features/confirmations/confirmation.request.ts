import { IsString, MaxLength } from 'class-validator';
import { MAX_SEALED } from '../../access/sealing/sealer.js';

const receipt = { message: `must be the receipt of an upload, up to ${MAX_SEALED} characters` };

/** Which upload to look for. */
export class ConfirmationRequest {
  /** As the answer to the upload had it. */
  @IsString(receipt) @MaxLength(MAX_SEALED, receipt) receipt!: string;
}

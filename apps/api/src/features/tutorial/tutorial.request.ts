import { IsString } from 'class-validator';
import { SchemaOverride } from '#validation';
import { EXISTING_KEY } from '../../signing/key-patterns.js';

const key = {
  message: 'must be the key of an object, up to 1024 bytes, given once, such as ?key=reports/2026.pdf',
};

/** The query of the tutorial's routes. */
export class TutorialRequest {
  /** The object's key, without the tenant's prefix. */
  @IsString(key) @SchemaOverride(EXISTING_KEY) key!: string;
}

import { PresignClient } from '../../../libs/client/src/index.ts';

globalThis.PresignClient = PresignClient;

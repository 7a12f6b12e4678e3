import { IsString } from 'class-validator';

/** `?key=` */
export class TutorialRequest {
  @IsString() key!: string;
}

import { randomBytes } from 'node:crypto';
import type { Topic } from '@intouch/contracts';
import { IsInt, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

/** A payload of no meaning, to be carried about in tests. */
export class Note {
  @IsString() @MinLength(1) key!: string;
  @IsInt() n!: number;
  @IsOptional() @IsString() @MaxLength(2_000_000) text?: string;
}

export function note(key: string, n: number, text?: string): Note {
  return Object.assign(new Note(), { key, n }, text === undefined ? {} : { text });
}

/** All tests share a broker; a name of its own keeps each to itself. */
export function uniqueName(word: string): string {
  return `${word}-${randomBytes(5).toString('hex')}`;
}

export function noteTopic(word = 'note'): Topic<Note> {
  return noteTopicNamed(uniqueName(word));
}

export function noteTopicNamed(name: string): Topic<Note> {
  return { name, payload: Note, keyedBy: 'key', key: (it) => it.key, compacted: false };
}

/** Sentences about what happened, for the rows above the keys. */
import {FailureError, sentence} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import type {Tone} from './theme.ts';

export type Said = {readonly text: string; readonly tone: Tone};

export const say = (text: string, tone: Tone = 'plain'): Said => ({text, tone});

/** An error of the engine as a sentence. */
export function sentenceOf(error: unknown): string {
	if (error instanceof FailureError) return sentence(error.failure);
	return sentence({kind: 'unexpected', reason: reasonOf(error)});
}

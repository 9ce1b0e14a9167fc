/** Sentences about what happened, for the rows above the keys. */
import {FailureError, sentence} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';
import type {Tone} from './theme.ts';

export type Said = {readonly text: string; readonly tone: Tone};

export const say = (text: string, tone: Tone = 'plain'): Said => ({text, tone});

/** Before anything happened: the words then depend on what is shown. */
export const nothingSaid: Said = say('');

/** The shortest time in which a sentence can be read, in milliseconds. */
export const leastStayMs = 1500;

/** How long a sentence stays before something less urgent may take its place, in milliseconds. */
export function stayOf(said: Said): number {
	if (said === nothingSaid) return 0;
	return said.tone === 'plain' ? 3000 : 8000;
}

/** An error of the engine as a sentence. */
export function sentenceOf(error: unknown): string {
	if (error instanceof FailureError) return sentence(error.failure);
	return sentence({kind: 'unexpected', reason: reasonOf(error)});
}

/** Puts a transcript into a file, while the screen goes on. */
import {writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {printable} from '../../text/printable.ts';
import {reasonOf} from '../../text/reasons.ts';
import {type Transcript, transcript} from './transcript.ts';

export type Written =
	| {readonly kind: 'written'; readonly file: string}
	| {readonly kind: 'exists' | 'failed'; readonly sentence: string};

async function* inTurns(pieces: Iterable<string>): AsyncGenerator<string> {
	for (const piece of pieces) {
		yield piece;
		await setImmediate();
	}
}

/** The file that a person means: `~` is the home folder, all else counts from where the program was started. */
const fileOf = (name: string): string => path.resolve(name.replace(/^~(?=[/\\])/, homedir()));

/** Writes the file; one that is there is replaced only when `replace` says so. Never throws. */
export async function writeTranscript(name: string, what: Transcript, replace: boolean): Promise<Written> {
	const file = fileOf(name);
	const shown = printable(name);
	try {
		await writeFile(file, inTurns(transcript(what)), {flag: replace ? 'w' : 'wx'});
		return {kind: 'written', file};
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
			return {
				kind: 'exists',
				sentence: `${shown} is there already: Enter once more replaces it, or type another name.`,
			};
		}
		return {
			kind: 'failed',
			sentence: `${shown} cannot be written (${reasonOf(error)}): choose another name or folder.`,
		};
	}
}

/** Writes a transcript to a file while the screen stays live. */
import {writeFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {fromHome} from '../../text/from-home.ts';
import {printable} from '../../text/printable.ts';
import {codeOf, reasonOf} from '../../text/reasons.ts';
import {keyAtStart} from '../keys.ts';
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

/** The path for what a person typed: `~` is the home folder, relative to where the program was started. */
const fileOf = (name: string): string => path.resolve(fromHome(name, homedir()));

/** Writes the file; an existing one is replaced only with `replace`. Never throws. */
export async function writeTranscript(name: string, what: Transcript, replace: boolean): Promise<Written> {
	const file = fileOf(name);
	const shown = printable(name);
	try {
		await writeFile(file, inTurns(transcript(what)), {flag: replace ? 'w' : 'wx'});
		return {kind: 'written', file};
	} catch (error) {
		if (codeOf(error) === 'EEXIST') {
			return {
				kind: 'exists',
				sentence: `${shown} is there already: ${keyAtStart('submit', 'field')} once more replaces it, or type another name.`,
			};
		}
		return {
			kind: 'failed',
			sentence: `${shown} cannot be written (${reasonOf(error)}): choose another name or folder.`,
		};
	}
}

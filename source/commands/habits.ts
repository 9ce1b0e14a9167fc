/** What the screens remember of their person from one start to the next: a small JSON file in the data folder. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import {membersOf, writeSmallFile} from '../peer/small-file.ts';
import {type Habits, habitsFrom, type Known} from '../ui/program.ts';

const habitsFile = (): string => path.join(envPaths('p2pci', {suffix: ''}).data, 'screen.json');

function knownOf(text: string): Known {
	const {starts, did, recent} = membersOf(text);
	const words = (value: unknown): readonly string[] =>
		Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
	return {starts: typeof starts === 'number' ? starts : 0, did: words(did), recent: words(recent)};
}

function read(file: string): Known {
	try {
		return knownOf(readFileSync(file, 'utf8'));
	} catch {
		// Nothing is lost but a hint that is not needed any more.
		return knownOf('');
	}
}

/** The person's habits, one start later. What changes is written behind the screen; what cannot be written is forgotten. */
export function keptHabits(file: string = habitsFile()): Habits {
	let saving = Promise.resolve();
	return habitsFrom(read(file), known => {
		saving = saving.then(() => writeSmallFile(file, `${JSON.stringify(known)}\n`)).catch(() => {});
	});
}

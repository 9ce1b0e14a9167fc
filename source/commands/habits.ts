/** What the screens remember about their user from one start to the next, in a small JSON file in the data folder. */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {KeptFile} from '../peer/disk/kept-file.ts';
import {membersOf} from '../text/json-text.ts';
import {type Habits, habitsFrom, type Known} from '../ui/program.ts';
import {userFolders} from './process/user-folders.ts';

const habitsFile = (): string => path.join(userFolders().data, 'screen.json');

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
		// Only a hint is shown once more.
		return knownOf('');
	}
}

/** The stored habits. Changes are saved in the background; failures to save are ignored. */
export function keptHabits(file: string = habitsFile()): Habits {
	let latest = read(file);
	const kept = new KeptFile({file, text: () => `${JSON.stringify(latest)}\n`, onWarning: () => {}});
	return habitsFrom(latest, known => {
		latest = known;
		kept.save();
	});
}

/** The text of the config file: `name = value`, a line each; what follows `#` at the start of a line is a comment. Pure. */
import {UsageError} from './command.ts';

export type ConfigEntry = {
	readonly name: string;
	readonly value: string;
	/** `FILE, line 3`. */
	readonly place: string;
};

const entry = /^([^\s=#]+)\s*=\s*(.*?)\s*$/;

/** The entries of the file, in its order. Throws a `UsageError` for a line that is none, and for a name that comes twice. */
export function configEntries(text: string, file: string): readonly ConfigEntry[] {
	const seen = new Map<string, number>();
	return text.split(/\r?\n/).flatMap((line, at) => {
		const trimmed = line.trim();
		if (trimmed === '' || trimmed.startsWith('#')) return [];
		const place = `${file}, line ${at + 1}`;
		const [, name, value] = entry.exec(trimmed) ?? [];
		if (name === undefined || value === undefined || value === '') {
			throw new UsageError(`${place}: "${trimmed}" is no option: an option is "name = value".`);
		}
		const before = seen.get(name);
		if (before !== undefined) throw new UsageError(`${place}: ${name} is there already, in line ${before}.`);
		seen.set(name, at + 1);
		return [{name, value, place}];
	});
}

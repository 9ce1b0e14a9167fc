/** Parses the config file: one `name = value` per line; lines that start with `#` are comments. Pure. */
import {quoted} from '../../text/quoted.ts';
import {type ConfigEntry, UsageError} from './command.ts';

const entry = /^([^\s=#]+)\s*=\s*(.*?)\s*$/;

/** The entries of the file, in order. Throws a `UsageError` for an invalid line and for a repeated name. */
export function configEntries(text: string, file: string): readonly ConfigEntry[] {
	const seen = new Map<string, number>();
	return text.split(/\r?\n/).flatMap((line, at) => {
		const trimmed = line.trim();
		if (trimmed === '' || trimmed.startsWith('#')) return [];
		const place = `${file}, line ${at + 1}`;
		const [, name, value] = entry.exec(trimmed) ?? [];
		if (name === undefined || value === undefined || value === '') {
			throw new UsageError(`${place}: ${quoted(trimmed)} is not an option: write "name = value".`);
		}
		const before = seen.get(name);
		if (before !== undefined) throw new UsageError(`${place}: ${name} is set already, in line ${before}.`);
		seen.set(name, at + 1);
		return [{name, value, place}];
	});
}

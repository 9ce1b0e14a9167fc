import {readFileSync} from 'node:fs';

/** The version of the program, as package.json says it. */
export function programVersion(): string {
	const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
	const {version} = JSON.parse(text) as {readonly version: string};
	return version;
}

import {readFileSync} from 'node:fs';
import {packageRoot} from './package-root.ts';

/** The version in package.json. */
export function programVersion(): string {
	const text = readFileSync(new URL('package.json', packageRoot), 'utf8');
	const {version} = JSON.parse(text) as {readonly version: string};
	return version;
}

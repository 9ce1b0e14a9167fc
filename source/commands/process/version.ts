import {readFileSync} from 'node:fs';
import {packageRoot} from './package-root.ts';

/** The version in package.json. */
export function programVersion(): string {
	const text = readFileSync(new URL('package.json', packageRoot), 'utf8');
	const {version} = JSON.parse(text) as {readonly version: string};
	return version;
}

/** The program with its version, as it names itself to others. */
export const programName = (): string => `p2pci/${programVersion()}`;

import {release, type} from 'node:os';

/** What the OS fields say of this machine: `Linux 6.1`. */
export function systemName(): string {
	const version = /^\d+(?:\.\d+)?/.exec(release())?.[0];
	return version === undefined ? type() : `${type()} ${version}`;
}

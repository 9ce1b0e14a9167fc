import {release, type} from 'node:os';

/** The value of OS fields for this machine, for instance `Linux 6.1`. */
export function systemName(): string {
	const version = /^\d+(?:\.\d+)?/.exec(release())?.[0];
	return version === undefined ? type() : `${type()} ${version}`;
}

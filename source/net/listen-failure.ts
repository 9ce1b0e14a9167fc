import type {Failure} from '../text/failures.ts';
import {codeOf, reasonOf} from '../text/reasons.ts';
import {PortInUseError} from './bind.ts';

type Tried = {readonly role: 'server' | 'upload'; readonly host: string; readonly port: number};

/** The failure to show when `listen` was rejected with this error. */
export function listenFailure(error: unknown, {role, host, port}: Tried): Failure {
	if (error instanceof PortInUseError) {
		return {kind: 'port-in-use', role, port, ...(error.freePort === undefined ? {} : {free: error.freePort})};
	}
	if (codeOf(error) === 'EACCES') return {kind: 'port-forbidden', role, port};
	return {kind: 'listen-failed', host, port, reason: reasonOf(error)};
}

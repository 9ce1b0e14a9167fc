import {PortInUseError} from '../net/listener.ts';
import type {Failure} from '../text/failures.ts';
import {reasonOf} from '../text/reasons.ts';

/** What it is to a person that an upload server cannot listen. */
export function listenFailure(error: unknown, host: string, port: number): Failure {
	const role = 'upload';
	if (error instanceof PortInUseError) {
		return {kind: 'port-in-use', role, port, ...(error.freePort === undefined ? {} : {free: error.freePort})};
	}
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EACCES') return {kind: 'port-forbidden', role, port};
	return {kind: 'listen-failed', host, port, reason: reasonOf(error)};
}

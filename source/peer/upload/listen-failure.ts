import {PortInUseError} from '../../net/listener.ts';
import type {Failure} from '../../text/failures.ts';
import {codeOf, reasonOf} from '../../text/reasons.ts';

/** The failure to show when an upload server cannot listen. */
export function listenFailure(error: unknown, host: string, port: number): Failure {
	const role = 'upload';
	if (error instanceof PortInUseError) {
		return {kind: 'port-in-use', role, port, ...(error.freePort === undefined ? {} : {free: error.freePort})};
	}
	if (codeOf(error) === 'EACCES') return {kind: 'port-forbidden', role, port};
	return {kind: 'listen-failed', host, port, reason: reasonOf(error)};
}

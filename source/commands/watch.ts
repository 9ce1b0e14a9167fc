/** `p2pci watch`: prints the changes of the index as lines, for people and scripts, until a signal ends it. */
import process from 'node:process';
import type {WatchEvent} from '../protocol/message.ts';
import {isGeneration} from '../protocol/records.ts';
import {hostPort} from '../text/address.ts';
import {jsonText} from '../text/json-text.ts';
import {printable} from '../text/printable.ts';
import {followIndex} from './documents/follow-index.ts';
import type {Run} from './line/command.ts';
import {networkOf} from './line/network.ts';
import {exitCodes} from './process/exit-codes.ts';
import {endSignal} from './process/lifecycle.ts';
import {eventLine} from './process/log-lines.ts';
import {printError, streamOut} from './process/output.ts';

export const run: Run = async (_command, invocation) => {
	const place = await networkOf(invocation);
	const since = invocation.value(
		'since',
		text => (isGeneration(text) ? text : undefined),
		'a generation such as k3f9-7, from an event of watch --json',
	);
	const {host, port} = place;
	const onOpen = (now: string) =>
		printError(`Watching ${hostPort(host, port)}, generation ${printable(now)}. Ctrl-C ends.`);
	const end = endSignal(() => process.exit(exitCodes.done));
	try {
		for await (const event of followIndex({place, since, signal: end.signal, onNews: printError, onOpen})) {
			const line = invocation.on('json') ? jsonLine(event) : eventLine(event, Date.now());
			if (line !== undefined) await streamOut(line, end.signal);
		}
		return exitCodes.done;
	} catch (error) {
		if (end.signal.aborted) return exitCodes.done;
		throw error;
	} finally {
		end.dispose();
	}
};

/** The event as JSON, as on the wire (RFC 900002). */
function jsonLine(event: WatchEvent): string {
	const about = 'record' in event ? event.record : 'peer' in event ? event.peer : {};
	return jsonText({event: event.event, generation: event.generation, ...about});
}

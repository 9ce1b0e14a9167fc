/** The index server as a conversation, for screen readers and braille: who is here, what is shared, in lines. */
import type {IndexServer} from '../../server/index-server.ts';
import type {PeerRow} from '../../server/server-state.ts';
import {hostPort} from '../../text/address.ts';
import {joinCommand} from '../../text/join-command.ts';
import {printable} from '../../text/printable.ts';
import {noticeSentence} from '../panes/server-notices.ts';
import {Dialogue, type LineSource} from './dialogue.ts';
import {asksForHelp, runLine, sayCommands, taken} from './line-command.ts';
import {allRows, serverCommands} from './server-commands.ts';

type Around = {
	readonly lines: LineSource;
	/** Prints one line. */
	print(line: string): void;
	readonly signal: AbortSignal;
};

const menu = '1 Peers. 2 RFCs. 3 Messages. 4 Exit. Type a number, or help for all commands.';
const lookMs = 250;

const peersOf = (server: IndexServer): ReadonlyMap<string, PeerRow> =>
	new Map(server.peers(allRows).rows.map(row => [row.key, row]));

/** Peers that joined and left between two moments. Pure. */
export function arrivals(before: ReadonlyMap<string, PeerRow>, now: ReadonlyMap<string, PeerRow>): readonly string[] {
	const came = [...now.values()].filter(({key}) => !before.has(key));
	const left = [...before.values()].filter(({key}) => !now.has(key));
	return [
		...came.map(({host, address, port}) => `${printable(host)} joined at ${hostPort(printable(address), port)}.`),
		...left.map(({host}) => `${printable(host)} left, and all its RFCs with it.`),
	];
}

/** Resolves when the person leaves, at the end of input, or when `signal` aborts. Does not close the server. */
export async function talkAsServer(server: IndexServer, around: Around): Promise<void> {
	const talk = new Dialogue(around.lines, around);
	let known = peersOf(server);
	let told = new Set(server.facts().notices.map(noticeSentence));
	let timer: NodeJS.Timeout | undefined;
	const look = (): void => {
		timer = undefined;
		const now = peersOf(server);
		for (const text of arrivals(known, now)) talk.say(text);
		known = now;
		const notices = server.facts().notices.map(noticeSentence);
		for (const text of notices) if (!told.has(text)) talk.say(text);
		told = new Set(notices);
	};
	// A burst of changes is examined once.
	const stop = server.subscribe(() => {
		timer ??= setTimeout(look, lookMs);
	});
	try {
		const facts = server.facts();
		talk.say(`p2pci index server at ${hostPort(facts.host, facts.port)}. Others join with: ${joinCommand(facts)}`);
		talk.say(menu);
		for (;;) {
			const line = await talk.ask();
			const [word] = taken(line ?? '');
			if (line === undefined || ['4', 'exit', 'quit', 'q'].includes(word)) return;
			if (line === '') talk.say(menu);
			else if (asksForHelp(word)) sayCommands(serverCommands, talk);
			else if (!(await runLine(line, serverCommands, {server, talk}))) return;
		}
	} finally {
		stop();
		clearTimeout(timer);
	}
}

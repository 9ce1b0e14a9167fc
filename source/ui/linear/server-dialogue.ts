/** The index server as a conversation, for screen readers and braille: who is here, what is shared, in lines. */
import type {IndexServer} from '../../server/index-server.ts';
import type {PeerRow} from '../../server/server-state.ts';
import {hostPort} from '../../text/address.ts';
import {joinCommand} from '../../text/join-command.ts';
import {printable} from '../../text/printable.ts';
import {counted} from '../../text/quantity.ts';
import {noticeSentence} from '../panes/server-notices.ts';
import {Dialogue, type LineSource} from './dialogue.ts';
import {sayMessage, sayMessages} from './last-messages.ts';

type Around = {
	readonly lines: LineSource;
	/** Prints one line. */
	print(line: string): void;
	readonly signal: AbortSignal;
};

const menu =
	'1 Peers. 2 RFCs. 3 Messages. 4 Exit. Type a number; message 12 says that message in full; more says the next lines of a long answer.';
const all = {filter: '', offset: 0, limit: 100_000};
const lookMs = 250;

const peersOf = (server: IndexServer): ReadonlyMap<string, PeerRow> =>
	new Map(server.peers(all).rows.map(row => [row.key, row]));

/** Peers that joined and left between two moments. Pure. */
export function arrivals(before: ReadonlyMap<string, PeerRow>, now: ReadonlyMap<string, PeerRow>): readonly string[] {
	const came = [...now.values()].filter(({key}) => !before.has(key));
	const left = [...before.values()].filter(({key}) => !now.has(key));
	return [
		...came.map(({host, address, port}) => `${printable(host)} joined at ${hostPort(printable(address), port)}.`),
		...left.map(({host}) => `${printable(host)} left, and all its RFCs with it.`),
	];
}

type Command = (server: IndexServer, talk: Dialogue) => void;

const byName = {
	peers(server: IndexServer, talk: Dialogue) {
		const rows = server.peers(all).rows;
		talk.say(`${counted(rows.length, 'peer')}.`);
		talk.sayPage(
			rows.map(
				({host, address, port, rfcs}) =>
					`${printable(host)} at ${hostPort(printable(address), port)}: ${counted(rfcs, 'RFC')}.`,
			),
		);
	},
	rfcs(server: IndexServer, talk: Dialogue) {
		const {rows, total} = server.rfcs(all);
		talk.say(`${counted(total, 'RFC')}.`);
		talk.sayPage(
			rows.map(({rfc, title, holders}) => `RFC ${rfc}, ${printable(title)}: ${counted(holders, 'holder')}.`),
		);
	},
	messages: ({wire}: IndexServer, talk: Dialogue) => sayMessages(wire, talk),
	more: (_: IndexServer, talk: Dialogue) => talk.more(),
} as const satisfies Readonly<Record<string, Command>>;

/** By what a person may type: names, and the numbers of the menu. */
const commands: ReadonlyMap<string, Command> = new Map([
	...Object.entries(byName),
	['1', byName.peers],
	['2', byName.rfcs],
	['3', byName.messages],
	['m', byName.more],
]);

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
			const line = (await talk.ask())?.toLowerCase();
			if (line === undefined || ['4', 'exit', 'quit', 'q'].includes(line)) return;
			const command = commands.get(line);
			const message = /^message\s+(.*)$/.exec(line)?.[1];
			if (command !== undefined) command(server, talk);
			else if (message !== undefined) sayMessage(message, server.wire, talk);
			else {
				if (!['', 'help', '?'].includes(line)) talk.say(`There is no command ${line}.`);
				talk.say(menu);
			}
		}
	} finally {
		stop();
		clearTimeout(timer);
	}
}

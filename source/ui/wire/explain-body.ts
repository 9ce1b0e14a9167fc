/** Explains what follows the head: data lines of 1.0, and JSON objects of 1.1. */
import {type Members, parseObject} from '../../text/json-text.ts';
import {type Note, own} from './explain-start.ts';

type Explained = {readonly gloss: string; readonly notes: readonly Note[]};

const dataLine = /^((?:RFC[-:]?[ \t]*)?\d+)[ \t]+(.*?)[ \t]+(\S+)[ \t]+(\d+)[ \t]*$/i;

/** A data line of 1.0: parsed from both ends, with the title in between. Undefined for anything else. */
export function explainDataLine(line: string): Explained | undefined {
	const [, rfc, title, host, port] = dataLine.exec(line) ?? [];
	if (rfc === undefined || title === undefined || host === undefined || port === undefined) return undefined;
	const where = 'RFC 900001, 4.2';
	return {
		gloss: `${host} has it`,
		notes: [
			{part: rfc, says: 'The number of the RFC.', where},
			{part: title, says: 'Its title: all between the number and the last two words.', where},
			{part: host, says: 'Where the holder can be reached.', where: 'RFC 900001, 4.3'},
			{part: port, says: "The holder's upload port: GET is asked there.", where},
		],
	};
}

const record = 'RFC 900002, 4.1';
const peers = 'RFC 900002, 4.7';

type Member = readonly [says: string, where: string];

const members: Readonly<Record<string, Member>> = {
	rfc: ["The RFC's number.", record],
	title: ['Its title, as the holder gave it.', record],
	host: ["The peer's name (1.0: the Host that it sent). For people: nobody connects to it.", record],
	address: ['The address to connect to.', record],
	port: ['The upload port to connect to.', record],
	size: ['The length of the document in bytes.', record],
	digest: [
		'The SHA-256 of the document: equal digests are equal bytes, and what comes is checked against it.',
		'RFC 900002, 4.2',
	],
	modified: ['When the document was last changed.', record],
	rfcs: ['How many records the peer has.', peers],
	version: ['The version that it speaks.', peers],
	reachable: ['Whether its upload port answered when it was last tried.', peers],
	os: ['What it runs on.', peers],
	agent: ['Its program.', peers],
	joined: ['When it joined.', peers],
	seen: ['When something last came from it.', peers],
	holders: ['How many peers have it.', 'RFC 900002, 4.8'],
	generation: ['The state of the index after this change.', 'RFC 900002, 5.1'],
	status: ['The code once more.', 'RFC 900002, 2.2'],
	detail: ['What was wrong, in a sentence for people.', 'RFC 900002, 2.2'],
	lease: ['Seconds until the name is free, if its holder says nothing more.', 'RFC 900002, 3.2'],
};

const events: Readonly<Record<string, readonly [gloss: string, says: string]>> = {
	'peer-joined': ['a peer is here', 'A peer is here that was not, or it is at another place now.'],
	'peer-left': ['a peer is gone', 'A peer is gone, and all its records with it.'],
	'rfc-added': ['a record is new', 'A record is new: this peer shares this RFC now.'],
	'rfc-changed': ['a record changed', 'A record has another title, size, digest, date or place than before.'],
	'rfc-removed': ['a record is gone', 'A record is gone: this peer does not share this RFC any more.'],
	heartbeat: ['all is well', 'Everything works; sent every 15 seconds.'],
	resync: ['list it again', 'Changes were left out: the watcher lists the whole index again.'],
};

function memberNote(name: string, value: unknown, problem: boolean): Note {
	const part = name;
	if (name === 'event') {
		const says = own(events, String(value))?.[1] ?? 'A kind of event that is not known: watchers ignore it.';
		return {
			part: `${name} ${String(value)}`,
			says,
			where: String(value) === 'resync' ? 'RFC 900002, 5.3' : 'RFC 900002, 5.2',
		};
	}
	if (problem && name === 'title') return {part, says: 'The phrase of the code.', where: 'RFC 900002, 2.2'};
	if (problem && name === 'joined')
		return {part, says: 'Seconds since the holder of the name came.', where: 'RFC 900002, 3.2'};
	const [says, where] = own(members, name) ?? [
		'A member that p2pci does not know: receivers ignore it.',
		'RFC 900002, 2.2',
	];
	return {part, says, where};
}

function glossOf(object: Members): string {
	const {event, rfc, host, address, port, detail, holders} = object;
	if (typeof event === 'string') return own(events, event)?.[0] ?? 'not known';
	if (typeof detail === 'string') return 'what was wrong';
	if (typeof holders === 'number') return 'an RFC that fits';
	if (typeof rfc === 'number') return `${String(host)} has it, at ${String(address)}:${String(port)}`;
	return typeof host === 'string' ? 'a peer' : 'an object';
}

/**
 * An object in a body or of WATCH. `brief`: its members were explained before. Undefined for anything but a JSON
 * object.
 */
export function explainObject(line: string, brief: boolean): Explained | undefined {
	const object = parseObject(line);
	if (object === undefined) return undefined;
	const problem = 'detail' in object;
	const notes = brief
		? []
		: Object.entries(object)
				.slice(0, mostMembers)
				.map(([name, value]) => memberNote(name, value, problem));
	return {gloss: glossOf(object), notes};
}

/** Maximum number of explained members of a stranger's object. */
const mostMembers = 32;

/** `p2pci peer`: asks for missing settings, builds a peer, then draws or prints it. */
import {statSync} from 'node:fs';
import {hostname} from 'node:os';
import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import {freePort} from '../net/bind.ts';
import {startPeer} from '../peer/peer.ts';
import {placesOf} from '../peer/places.ts';
import {parseListenPort} from '../text/address.ts';
import {sentence} from '../text/failures.ts';
import {wrongName} from '../ui/input.ts';
import {type Invocation, type Run, UsageError} from './line/command.ts';
import {atATime, listenHostOf, paceOf, plainHost, plainHostExpected, rate, rateExpected} from './line/flag-values.ts';
import {networkOf} from './line/network.ts';
import {presentPeer} from './present-peer.ts';
import {type Presentation, presentationOf} from './presentation.ts';
import {exitCodes} from './process/exit-codes.ts';
import {sampleFolder} from './process/package-root.ts';
import {userFolders} from './process/user-folders.ts';
import {programName} from './process/version.ts';

const firstUploadPort = 6001;

type Basics = {readonly name: string; readonly uploadPort: number};

/** `orNextPort`: the port is only what was offered, and others may have been offered the same. */
type Completed = Basics & {readonly orNextPort: boolean};

export const run: Run = async (_command, invocation) => {
	const look = presentationOf(invocation);
	const screen = look.kind === 'screen';
	const {host, port, ...network} = await networkOf(invocation);
	const options = readFlags(invocation);
	const basics = await completeBasics(invocation, look);
	if (!basics) return exitCodes.done;
	const wrong = wrongNameText(basics.name);
	if (wrong !== undefined) throw new UsageError(wrong);
	const places = placesOf(basics.name, userFolders().data);
	// Loaded before the peer starts, so that the first frame does not wait for folders, sockets or threads.
	if (screen) await import('../ui/screen.tsx');
	const peer = startPeer({
		...network,
		server: {host, port},
		...options,
		...basics,
		downloads: options.downloads ?? places.downloads,
		memory: places.memory,
		samples: sampleFolder,
		agent: programName(),
	});
	return presentPeer(peer, look);
};

function readFlags(invocation: Invocation) {
	return {
		uploadHost: listenHostOf(invocation),
		address: invocation.value('address', plainHost, plainHostExpected),
		rfcs: invocation.text('rfcs') ?? defaultFolder(),
		downloads: invocation.text('downloads'),
		shareAll: invocation.on('share'),
		pace: paceOf(invocation),
		uploadSlots: invocation.value('upload-slots', atATime, 'a number from 1 to 1000'),
		uploadRate: invocation.value('upload-rate', rate, rateExpected) || undefined,
	};
}

/** `./rfcs` if it exists. */
function defaultFolder(): string | undefined {
	return statSync('rfcs', {throwIfNoEntry: false})?.isDirectory() ? 'rfcs' : undefined;
}

/** Name and upload port: from the flags, or asked from the person. Undefined when the person leaves. */
async function completeBasics(invocation: Invocation, look: Presentation): Promise<Completed | undefined> {
	const name = invocation.text('name');
	const wrong = name === undefined ? undefined : wrongNameText(name);
	if (wrong !== undefined) throw invocation.refusal('name', wrong);
	const uploadPort = invocation.value('upload-port', parseListenPort, 'a number from 0 to 65535');
	if (name !== undefined && uploadPort !== undefined) return {name, uploadPort, orNextPort: false};
	const offer = {
		name: name ?? offeredName(),
		uploadPort: uploadPort ?? (await freePort(listenHostOf(invocation), firstUploadPort)),
	};
	const answer = await askBasics(offer, {name, uploadPort}, look);
	return answer && {...answer, orNextPort: uploadPort === undefined && answer.uploadPort === offer.uploadPort};
}

/** What was given on the command line; the rest is asked. */
type Given = {readonly [Key in keyof Basics]: Basics[Key] | undefined};

/** Undefined when the person leaves. */
async function askBasics(offer: Basics, given: Given, look: Presentation): Promise<Basics | undefined> {
	// Nobody is there to answer, and a pipe may stay open for ever.
	if (!process.stdin.isTTY) return offer;
	if (look.kind !== 'screen') return askPlainly(offer, given);
	const {askPeerBasics} = await import('../ui/screen.tsx');
	return askPeerBasics(offer, look.options);
}

/** The first label of the machine's host name, if it is a valid peer name. */
function offeredName(): string {
	const name = hostname().replace(/\..*$/, '');
	return wrongName(name) === undefined ? name : 'peer';
}

/**
 * Asks line by line, as the original program did; an empty line, or the end of input, accepts the suggestion.
 * Undefined when the person leaves.
 */
async function askPlainly(offer: Basics, given: Given): Promise<Basics | undefined> {
	const lines = createInterface({input: process.stdin, output: process.stderr});
	const over = new AbortController();
	let left = false;
	lines.once('close', () => over.abort());
	lines.once('SIGINT', () => {
		left = true;
		lines.close();
	});
	const ask = async (question: string, offered: string) => {
		if (over.signal.aborted) return offered;
		const answer = lines.question(`${question} [${offered}]: `, {signal: over.signal}).catch(() => '');
		return (await answer).trim() || offered;
	};
	try {
		const name = given.name ?? (await ask('Name of this peer', offer.name));
		const port = given.uploadPort ?? parseListenPort(await ask('Upload port', String(offer.uploadPort)));
		if (left) return undefined;
		if (port === undefined) throw new UsageError('An upload port is a number from 0 to 65535.');
		return {name, uploadPort: port};
	} finally {
		lines.close();
	}
}

/** What is wrong with a peer's name, in a sentence. */
function wrongNameText(name: string): string | undefined {
	const cause = wrongName(name);
	return cause === undefined ? undefined : sentence({kind: 'name-invalid', name, cause});
}

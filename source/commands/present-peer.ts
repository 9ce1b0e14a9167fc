/** Draws or prints a running peer until its person or a signal ends it; then leaves the index properly. */
import process from 'node:process';
import {newestSince} from '../order/newest.ts';
import type {Peer, StartedPeer} from '../peer/peer.ts';
import type {Unfinished} from '../peer/peer-facade.ts';
import type {PeerFacts} from '../peer/peer-state.ts';
import {clockMillis} from '../text/clock-time.ts';
import {FailureError, sentence} from '../text/failures.ts';
import {bytes, count, counted} from '../text/quantity.ts';
import {conversation, type Presentation, type ScreenLook} from './presentation.ts';
import {type ExitCode, exitCodes} from './process/exit-codes.ts';
import {type EndSignal, endSignal} from './process/lifecycle.ts';
import {sessionLine, unsavedLine, wireLine} from './process/log-lines.ts';
import {printLog} from './process/log-output.ts';
import {printError, printOut} from './process/output.ts';
import {settleSoon} from './process/settled.ts';

const graceMs = 5000;
/** How long it is not said again that nothing can be saved: a whole queue may fail. */
const quietMs = 60_000;

/** The peer has ended when this resolves or rejects. */
export async function presentPeer(peer: StartedPeer, look: Presentation): Promise<ExitCode> {
	const end = endSignal(() => process.exit(exitCodes.done), {leaves: true});
	try {
		if (look.kind === 'screen') await draw(peer, end, look.options);
		else if (look.kind === 'lines') await talk(peer, end);
		else await print(peer, end);
		sayWhatRuns(peer);
		const joined = peer.facts().session.kind === 'joined';
		await peer.close(graceMs);
		if (look.kind !== 'plain') printOut(goodbye(peer.facts(), joined, await peer.unfinished()));
		return exitCodes.done;
	} catch (error) {
		await peer.close(0);
		throw error;
	} finally {
		end.dispose();
	}
}

async function draw(peer: StartedPeer, end: EndSignal, look: ScreenLook): Promise<void> {
	const broken = new AbortController();
	let failure: unknown;
	// Without a port or a folder there is no peer to show; other failures appear on the screen and are retried.
	peer.ready.catch(error => {
		if (peer.facts().session.kind !== 'left' || end.signal.aborted) return;
		failure = error;
		broken.abort();
	});
	const {showPeerScreen} = await import('../ui/screen.tsx');
	const shown = showPeerScreen(peer, {...look, signal: AbortSignal.any([end.signal, broken.signal])});
	settleSoon();
	await shown;
	if (failure !== undefined) throw failure;
}

async function talk(peer: StartedPeer, end: EndSignal): Promise<void> {
	settleSoon();
	const {talkAsPeer} = await import('../ui/linear/peer-dialogue.ts');
	// Only a failure to listen or to read the folder is fatal; others are printed and retried.
	await peer.listening.finally(sayWhatIsAwaited(peer));
	const {around, close} = conversation(end.signal);
	await talkAsPeer(peer, around).finally(close);
}

async function print(peer: StartedPeer, end: EndSignal): Promise<void> {
	settleSoon();
	const stops = [peer.wire.subscribe(entry => printLog(wireLine(entry))), sayWhatIsAwaited(peer)];
	try {
		// A failure to start is reported once, where the program ends.
		await Promise.race([sayReady(peer, end.signal), end.ended]);
		stops.push(printNews(peer));
		await end.ended;
	} finally {
		for (const stop of stops) stop();
	}
}

/** Says why the start takes long. Returns the function to stop. */
const sayWhatIsAwaited = (peer: StartedPeer): (() => void) => {
	const stop = peer.subscribe(() => {
		const awaited = peer.facts().warnings.find(({kind}) => kind === 'name-may-run');
		if (!awaited) return;
		printError(sentence(awaited));
		stop();
	});
	return stop;
};

async function sayReady(peer: StartedPeer, signal: AbortSignal): Promise<void> {
	await peer.listening;
	if (signal.aborted) return;
	const {address, uploadPort} = peer.facts();
	printLog(`Upload server listening on IP ${address} Port : ${uploadPort}`);
	const {refused} = await peer.ready.catch(error => {
		throw atTheEnd(error);
	});
	if (signal.aborted) return;
	const {server, name, shared} = peer.facts();
	printLog(`Registered with ${server} as ${name}, sharing ${sharedWords(shared, refused)}`);
}

/** The reasons are among the warnings. */
export function sharedWords(shared: number, refused: number): string {
	if (refused === 0) return counted(shared, 'RFC');
	if (refused >= shared) return `nothing: the index server refused ${counted(refused, 'RFC')}`;
	return `${count(shared - refused)} of ${counted(shared, 'RFC')}: the index server refused the others`;
}

/** Plain mode does not retry, so the sentence must not say so. */
function atTheEnd(error: unknown): unknown {
	if (!(error instanceof FailureError) || error.failure.kind !== 'server-lost') return error;
	const {retryIn: _, ...lost} = error.failure;
	return new FailureError(lost, {cause: error});
}

/** With its time, as the messages have it: in a file of its own nothing else would tell when that was. */
const logError = (text: string): void => printError(`${clockMillis(Date.now())} !  ${text}`);

type News = Pick<PeerFacts, 'session' | 'warnings' | 'downloads'>;

/** Prints changes of the facts that are not messages: the session with the index server, warnings, what cannot be saved. */
function printNews(peer: Peer): () => void {
	let told: News = {session: {kind: 'connecting'}, warnings: [], downloads: []};
	let quietUntil = 0;
	const look = () => {
		const now = peer.facts();
		const line = sessionLine(told.session, now);
		if (line !== undefined) logError(line);
		for (const warning of newestSince(told.warnings, now.warnings)) {
			if (warning.kind !== 'name-may-run') logError(sentence(warning));
		}
		const unsaved = unsavedLine(told.downloads, now.downloads);
		if (unsaved !== undefined && performance.now() >= quietUntil) {
			logError(unsaved);
			quietUntil = performance.now() + quietMs;
		}
		told = now;
	};
	look();
	return peer.subscribe(look);
}

function sayWhatRuns(peer: Peer): void {
	const running = peer.facts().uploads.filter(({state}) => state === 'running').length;
	if (running === 0) return;
	printError(`Sending ${counted(running, 'document')} still: up to ${graceMs / 1000} s more (Ctrl-C ends at once).`);
}

function goodbye({got, gotBytes, sent, server}: PeerFacts, joined: boolean, unfinished: Unfinished): string {
	const size = got === 0 ? '' : ` (${bytes(gotBytes)})`;
	const index = joined ? `left the index at ${server}` : `was not joined to the index server at ${server}`;
	return `p2pci: got ${counted(got, 'RFC')}${size}, sent ${sent}, ${index}.${rest(unfinished)}`;
}

/** What the next start does with unfinished downloads. */
function rest({going, paused}: Unfinished): string {
	const both = [
		...(going === 0 ? [] : [`${counted(going, 'download goes', 'downloads go')} on at the next start`]),
		...(paused === 0
			? []
			: [`${going === 0 ? counted(paused, 'download') : paused} ${paused === 1 ? 'stays' : 'stay'} paused`]),
	];
	return both.length === 0 ? '' : ` ${both.join(', ')}.`;
}

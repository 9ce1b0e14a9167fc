/** Sentences about downloads that ended or have to wait, and about new warnings: each once, when it happens. */
import {useEffect, useRef} from 'react';
import type {Download, PeerFacts} from '../../peer/peer-state.ts';
import {factOf, sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {bytes} from '../../text/quantity.ts';
import {keyOf} from '../keys.ts';
import {sourceWords} from '../panes/transfer-lines.ts';
import {type Said, say} from '../said.ts';

const verdicts = {
	digest: ', SHA-256 right',
	length: '; nobody declares its digest, so only its length was checked',
	none: '; neither digest nor length was declared, so nothing could be checked',
} as const;

function endOf(download: Download): Said | undefined {
	const {rfc, source, state} = download;
	const from = printable(source.host);
	switch (state.kind) {
		case 'done':
			return say(
				`RFC ${rfc} is here, ${bytes(state.bytes)} from ${sourceWords(download)}${verdicts[state.verified]}. You share it now; ${keyOf('open', 'transfers')} on it reads it.`,
				'good',
			);
		case 'waiting':
			return say(
				`${factOf(state.failure)} It is tried again by itself. (In Transfers: ${keyOf('retry', 'transfers')} now, ${keyOf('drop', 'transfers')} drop.)`,
				'busy',
			);
		case 'already-here':
			return say(`You have RFC ${rfc} already, byte for byte: nothing was saved.`, 'good');
		case 'differs':
			return say(
				`RFC ${rfc} of ${from} has other bytes than your file. ${keyOf('replace', 'peer')} takes the new one, ${keyOf('keep', 'peer')} keeps yours.`,
				'busy',
			);
		case 'failed':
			return say(
				`${sentence(state.failure)} (In Transfers: ${keyOf('retry', 'transfers')} retry, ${keyOf('drop', 'transfers')} drop.)`,
				'bad',
			);
		default:
			return undefined;
	}
}

/** What is new in `facts` since `before`. Pure. */
export function newsOf(before: PeerFacts, facts: PeerFacts): Said | undefined {
	if (before === facts) return undefined;
	const known = new Map(before.downloads.map(download => [download.id, download.state.kind]));
	for (const download of facts.downloads) {
		const end = known.get(download.id) === download.state.kind ? undefined : endOf(download);
		if (end !== undefined) return end;
	}
	const warning = facts.warnings[0];
	return warning !== undefined && warning !== before.warnings[0] ? say(sentence(warning), 'busy') : undefined;
}

/** Calls `tell` with each piece of news. */
export function useNews(facts: PeerFacts, tell: (said: Said) => void): void {
	const before = useRef(facts);
	useEffect(() => {
		const news = newsOf(before.current, facts);
		before.current = facts;
		if (news !== undefined) tell(news);
	});
}

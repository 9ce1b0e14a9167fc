/** The two rows at the top of the server's screen: what is running, and how others join. */
import type {ServerFacts} from '../../server/server-state.ts';
import {joinCommand} from '../../text/join-command.ts';
import {count, counted} from '../../text/quantity.ts';
import {displayWidth, fit} from '../../text/width.ts';
import {address, age, rate} from '../format.ts';
import {keyOf} from '../keys.ts';
import {rankedRow} from '../kit/ranked.ts';
import {sparkline} from '../kit/sparkline.ts';
import {spread} from '../kit/spread.ts';
import type {Theme} from '../theme.ts';

type At = {readonly width: number; readonly theme: Theme; readonly now: number};

/** From this width on the rate says of what it is. */
const wordyFrom = 150;

/** Wide screens show the whole half minute. */
const sparkWidth = (width: number): number => (width >= 180 ? 30 : width >= wordyFrom ? 16 : 8);

function requestRate(rates: readonly number[], width: number): string {
	const last = count(rates.at(-1) ?? 0).padStart(width < 60 ? 0 : 6);
	return width < wordyFrom ? `${last}/s` : `${last} requests/s`;
}

/** Requests and bytes are those of the last full second. */
export function serverHeader(facts: ServerFacts, {width, theme, now}: At): string {
	const {rates, byteRates} = facts;
	const length = sparkWidth(width);
	return rankedRow(
		[
			{text: 'p2pci server', tone: 'strong', rank: 4},
			{text: `● ${address(facts.host, facts.port)}`, tone: 'good', rank: 0},
			...(facts.network === undefined ? [] : [{text: 'private', tone: 'good', rank: 1} as const]),
			{text: `up ${age(now - facts.started)}`, rank: 5},
			{text: counted(facts.peers, 'peer'), rank: 1},
			{text: counted(facts.rfcs, 'RFC'), rank: 3},
			{text: counted(facts.records, 'record'), rank: 6},
			{text: requestRate(rates, width), tone: 'accent', rank: 2, right: true},
			{text: sparkline(rates, length), tone: 'accent', rank: 7, right: true},
			{text: rate(byteRates.at(-1) ?? 0).padStart(9), tone: 'accent', rank: 8, right: true},
			{text: sparkline(byteRates, length), tone: 'accent', rank: 9, right: true},
		],
		{width, theme},
	);
}

/** The row with the command by which others join; as much of it as fits. */
export function joinLine(facts: ServerFacts, {width, theme}: Pick<At, 'width' | 'theme'>): string {
	const command = joinCommand(facts);
	const named = `others:  ${command}`;
	if (displayWidth(named) > width - 2) return fit(` ${command}`, width);
	const copies = `${keyOf('copy-join', 'server')} copies it`;
	const right = [`${copies} · P2P-CI/1.0 and 1.1`, copies, ''].find(
		text => displayWidth(named) + displayWidth(text) + 4 <= width,
	);
	return spread([{text: named}], {text: right ?? '', tone: 'dim'}, {width, theme});
}

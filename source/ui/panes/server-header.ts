/** The two rows on top of the server's screen: what runs here, and how others join it. */
import type {ServerFacts} from '../../server/server-state.ts';
import {count, counted} from '../../text/quantity.ts';
import {address, age} from '../format.ts';
import {sparkline} from '../kit/sparkline.ts';
import {spread} from '../kit/spread.ts';
import type {Theme} from '../theme.ts';

type At = {readonly width: number; readonly theme: Theme; readonly now: number};

const sparkWidth = 10;
const sparkFrom = 90;

export function serverHeader(facts: ServerFacts, {width, theme, now}: At): string {
	const perSecond = facts.rates.at(-1) ?? 0;
	const parts = [
		{text: 'p2pci server', tone: 'strong'},
		{text: `● ${address(facts.host, facts.port)}`, tone: 'good'},
		{text: `up ${age(now - facts.started)}`},
		{text: counted(facts.peers, 'peer')},
		{text: counted(facts.rfcs, 'RFC')},
		{text: counted(facts.records, 'record')},
	] as const;
	const spark = width >= sparkFrom ? ` ${sparkline(facts.rates, sparkWidth)}` : '';
	const right = `${count(perSecond).padStart(5)}/s${spark}`;
	return spread(parts, {text: right, tone: 'accent'}, {width, theme});
}

/** What others type to join. */
export const joinCommand = (facts: ServerFacts): string =>
	`npx p2pci peer --server ${address(facts.host, facts.port)} --name YOU`;

export function joinLine(facts: ServerFacts, {width, theme}: Pick<At, 'width' | 'theme'>): string {
	const parts = [{text: `others:  ${joinCommand(facts)}`}];
	return spread(parts, {text: 'c copies it', tone: 'dim'}, {width, theme});
}

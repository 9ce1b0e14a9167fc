import {mkdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {readOfficialStandings} from '../../../source/peer/library/official-standings.ts';
import {StandingReader} from '../../../source/peer/library/standing-reader.ts';
import {realIndex, realRfcFolder} from '../../helpers/real-rfcs.ts';
import {swarm} from '../../helpers/swarm.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {until, untilFacts} from '../../helpers/until.ts';

const head = (rfc: number, relation: string): string =>
	`Internet Engineering Task Force (IETF)          A. Writer\nRequest for Comments: ${rfc}\n${relation}\nCategory: Standards Track\n\n\n        A Title\n\nAbstract\n`;

const indexOf = (date: string, entries: string): string => `RFC INDEX\n(CREATED ON: ${date}.)\n\n${entries}\n`;

describe('a peer', () => {
	it('learns how RFCs stand from its documents, also from those that come later', async () => {
		await using all = await swarm({peers: 1});
		const peer = all.peer(0);
		expect(peer.standingOf(100).obsoletedBy).toEqual([]);
		const rfcs = all.folder.at('peer0', 'rfcs');
		await writeFile(path.join(rfcs, 'rfc300.txt'), head(300, 'Obsoletes: 100, 101'));
		await untilFacts(peer, ({standings}) => standings > 0 && peer.standingOf(101).obsoletedBy.length === 1);
		expect(peer.standingOf(300)).toMatchObject({status: 'Standards Track', obsoletes: [100, 101], issue: 'unknown'});
		await rm(path.join(rfcs, 'rfc300.txt'));
		await untilFacts(peer, () => peer.standingOf(101).obsoletedBy.length === 0);
	});

	it('learns it from the official index of its folder, and from a newer one', async () => {
		await using all = await swarm({
			peers: 1,
			options: (_index, folder) => ({rfcs: folder.at('peer0', 'rfcs')}),
		});
		const peer = all.peer(0);
		const rfcs = all.folder.at('peer0', 'rfcs');
		const entry = '0101 Lamps. E. Fifth. May 2001. (Format: TXT) (Status: HISTORIC)';
		await writeFile(path.join(rfcs, 'rfc-index.txt'), indexOf('02/03/2019', entry));
		await until(() => peer.standingOf(101).status === 'Historic');
		expect(peer.standingOf(101)).toMatchObject({indexDate: '2019-02-03', from: {index: true}});
		expect(peer.standingOf(99)).toMatchObject({issue: 'not-issued'});
		await writeFile(
			path.join(rfcs, 'rfc-index.txt'),
			indexOf('02/03/2020', entry.replace('(Status', '(Obsoleted by RFC0300) (Status')),
		);
		await until(() => peer.standingOf(101).obsoletedBy[0] === 300);
		expect(peer.standingOf(101).indexDate).toBe('2020-02-03');
	});
});

describe('the reading of heads and index', () => {
	it('tells a few times what it learns from many documents', async () => {
		await using folder = await temporaryFolder();
		await mkdir(folder.at('rfcs'));
		await writeFile(folder.at('rfcs', 'rfc-index.txt'), realIndex());
		const documents = await Promise.all(
			Array.from({length: 300}, async (_, at) => {
				const file = folder.at('rfcs', `rfc${1000 + at}.txt`);
				await writeFile(file, head(1000 + at, at % 2 === 0 ? '' : `Obsoletes: ${999 + at}`));
				return {rfc: 1000 + at, file};
			}),
		);
		let told = 0;
		const began = performance.now();
		const reader = new StandingReader(
			{
				officialIndexes: () => [{file: folder.at('rfcs', 'rfc-index.txt'), version: 1}],
				entries: () => documents,
				entry: rfc => documents[rfc - 1000],
			},
			() => told++,
		);
		reader.of(1);
		await until(
			() => told > 0 && reader.of(1000).obsoletedBy.includes(1001) && reader.of(2616).status === 'Draft Standard',
		);
		reader.stop();
		// Four times a second, not for each document.
		expect(told).toBeLessThan(20 + (performance.now() - began) / 250);
	});

	it('lets others have their turns in between', async () => {
		const index = path.join(realRfcFolder(), 'rfc-index.txt');
		const stop = new AbortController();
		const whole = await readOfficialStandings(index, stop.signal);
		expect(whole?.entries.size).toBeGreaterThan(8000);
		const timer = setInterval(() => stop.abort(), 1);
		// The timer has its turn before all is read: there is nothing to return.
		expect(await readOfficialStandings(index, stop.signal)).toBeUndefined();
		clearInterval(timer);
	});
});

// The respondent page in a browser: without a script, by the keyboard alone, on a phone of
// 320 pixels; and what axe finds in it.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { address, expect, folder, openCycle, send } from './server.mjs';

const CHROMIUM = process.env.PLUMBLINE_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PHONE = { width: 320, height: 640 };
const DESK = { width: 1280, height: 800 };
/** How often Tab is pressed at most before something must have the focus. */
const MOST_TABS = 200;

/** Where pictures of the pages are kept. */
const pictures = join(dirname(folder), 'respondent');

export async function check(token) {
  const [chinese, english] = await invite(token);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    return await look(browser, chinese, english);
  } finally {
    await browser.close();
  }
}

/** Visits the page by a link in Chinese and one in English. */
export async function look(browser, chinese, english) {
  await mkdir(pictures, { recursive: true });
  const found = [];
  await inspect(browser, chinese, found);
  await inspect(browser, english, found);
  await visit(browser, { viewport: DESK, colorScheme: 'dark' }, english, async (page) => {
    await picture(page, 'english-1280-dark');
  });
  await visit(browser, { viewport: DESK }, english, async (page) => {
    await picture(page, 'english-1280');
    await leave(page, found);
  });
  await visit(browser, { viewport: PHONE }, chinese, async (page) => {
    await answerByKeyboard(page, found);
  });
  if (found.length > 0) throw new Error(found.join('\n'));
  return `two languages, 320 and 1280 px; pictures in ${pictures}`;
}

/** Opens a link in a browser that runs no script; what the page complains of fails. */
async function visit(browser, options, link, work) {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    // A status of 422 is what a form that lacks something gets.
    const isStatus = /the server responded with a status of 4\d\d/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isStatus) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  const response = await page.goto(link);
  expect(response.status(), 200, link);
  expect(response.headers()['set-cookie'], undefined, 'a cookie');
  await work(page);
  await context.close();
  expect(complaints, [], 'the console');
}

/** Fills the page in with Tab, the space bar and Enter, as somebody without a mouse does. */
async function answerByKeyboard(page, found) {
  await fits(page);
  await picture(page, 'chinese-320');

  // The worst mark without a reason, and nothing else.
  await tabTo(page, 'input[type=radio][name^="level."]');
  await page.keyboard.press('ArrowUp');
  await press(page, 'button[value=send]');
  await fits(page);
  await picture(page, 'errors-320');
  await axe(page, found);
  expect(await page.locator('[role=alert]').count(), 1, 'summaries of what is wrong');
  expect(await focusIsIn(page, '[role=alert]'), true, 'the focus on what is wrong');
  expect(await page.locator('input[type=radio]:checked').count(), 1, 'marks that were kept');

  // The first link of the summary leads to the field that it is about.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await focusIsIn(page, '[aria-invalid=true]'), true, 'the focus on the field');
  await page.keyboard.type('等了三天才有人回复。');

  for (const group of await groups(page)) {
    await tabTo(page, `input[name="${group.name}"]`);
    await page.keyboard.press('Space');
  }
  for (const name of await page.locator('input[inputmode=decimal]').evaluateAll(names)) {
    await tabTo(page, `[name="${name}"]`);
    await page.keyboard.type('3');
  }
  for (const name of await page.locator('textarea[name^="text."]').evaluateAll(names)) {
    await tabTo(page, `[name="${name}"]`);
    await page.keyboard.type('希望回复更快一些。');
  }

  // Kept, and found again by the same link.
  await press(page, 'button[value=save]');
  expect(await page.locator('[role=status]').count(), 1, 'the word that it is saved');
  await picture(page, 'saved-320');
  await axe(page, found);
  await page.goto(page.url());
  expect(await page.locator('textarea[name^="comment."]').first().inputValue(), '等了三天才有人回复。', 'the comment');

  await press(page, 'button[value=send]');
  await fits(page);
  expect(await page.locator('form').count(), 0, 'forms after sending');
  await picture(page, 'thanks');
  await axe(page, found);
}

/** Looks at the question whether to be left alone, and goes back. */
async function leave(page, found) {
  await press(page, 'button[value=opt-out]');
  await picture(page, 'opt-out');
  await axe(page, found);
  await press(page, 'button[value=back]');
  expect(await page.locator('button[value=send]').count(), 1, 'the questions again');
}

const names = (fields) => fields.map((field) => field.name);

/** The groups of buttons of which none is chosen, but ratings that may be left out. */
async function groups(page) {
  const open = await page.locator('fieldset').evaluateAll((fieldsets) =>
    fieldsets
      .filter((it) => it.querySelector('input[type=radio]') && !it.querySelector(':checked'))
      .map((it) => ({ name: it.querySelector('input').name })),
  );
  return open;
}

/** Presses Tab, from wherever the focus is, until it is on what `selector` names. */
async function tabTo(page, selector) {
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    if (await focusIsIn(page, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`nobody gets to ${selector} by the keyboard`);
}

async function press(page, selector) {
  await tabTo(page, selector);
  // What has the focus must be seen to have it.
  const outline = await page.locator(selector).evaluate((it) => getComputedStyle(it).outlineStyle);
  expect(outline, 'solid', `the outline of ${selector}`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** The checker may look into the page although the page itself runs no script. */
function focusIsIn(page, selector) {
  return page.evaluate((it) => document.activeElement?.closest(it) !== null, selector);
}

/** Nothing is wider than the window. */
async function fits(page) {
  const [inside, wide] = await page.evaluate(() => [
    window.innerWidth,
    document.documentElement.scrollWidth,
  ]);
  if (wide > inside) throw new Error(`the page is ${wide} px wide in a window of ${inside}`);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, select, textarea, label.offer, a, input.short')]
      .filter((it) => it.getBoundingClientRect().height < 44)
      .map((it) => it.outerHTML.slice(0, 80)),
  );
  expect(small, [], 'targets below 44 px');
  const letters = await page.evaluate(() => getComputedStyle(document.body).fontSize);
  if (parseFloat(letters) < 16) throw new Error(`letters of ${letters}`);
}

async function picture(page, name) {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** Opens a link for axe alone, in the light and in the dark. */
async function inspect(browser, link, found) {
  for (const colorScheme of ['light', 'dark']) {
    await visit(browser, { viewport: PHONE, colorScheme }, link, (page) => axe(page, found));
  }
}

/** What axe finds in a copy of the page that may run its script. */
async function axe(page, found) {
  const browser = page.context().browser();
  const scheme = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const style = await page.locator('link[rel=stylesheet]').getAttribute('href');
  const css = await (await fetch(new URL(style, page.url()))).text();
  const html = await page.content();
  const context = await browser.newContext({
    viewport: page.viewportSize(),
    colorScheme: scheme ? 'dark' : 'light',
    // The style comes after the page here: colours on their way to others are no finding.
    reducedMotion: 'reduce',
  });
  const copy = await context.newPage();
  await copy.setContent(html.replace(/<link rel="stylesheet"[^>]*>/, ''));
  await copy.addStyleTag({ content: css });
  const require = createRequire(import.meta.url);
  await copy.addScriptTag({ content: await readFile(require.resolve('axe-core/axe.min.js'), 'utf8') });
  const { violations } = await copy.evaluate(() => window.axe.run());
  await context.close();
  for (const { id, help, nodes } of violations) {
    found.push(`${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(' ')}`);
  }
}

/** Two links to a questionnaire with every kind of question: in Chinese and in English. */
async function invite(token) {
  const operations = await readFile(join(folder, 'external.graphql'), 'utf8');
  const done = async (name, variables) => {
    // Each document stands by itself: the server takes one operation in a request.
    const [document] = operations.match(new RegExp(`^mutation ${name}\\b[^]*?^\\}`, 'm')) ?? [];
    if (!document) throw new Error(`external.graphql has no ${name}`);
    const payload = Object.values(await send(document, variables, token))[0];
    expect(payload.errors, [], name);
    return payload;
  };
  const { id: cycleId } = await openCycle(token);
  const { departments } = await send('{ departments(first: 1) { nodes { id } } }', {}, token);
  const version = await publish(token);
  const run = Date.now().toString(36);
  const region = `respondent-${run}`;
  for (const language of ['zh', 'en']) {
    const query = `mutation($input: CustomerCreateInput!) {
      customerCreate(input: $input) { errors { message } }
    }`;
    const input = {
      code: `${region}-${language}`,
      name: `${region}-${language}`,
      attributes: [{ key: 'region', value: region }],
      contacts: [{ name: language, language }],
    };
    const { customerCreate } = await send(query, { input }, token);
    expect(customerCreate.errors, [], 'customerCreate');
  }
  const today = new Date().toISOString().slice(0, 10);
  const { plan } = await done('SurveyPlanCreate', {
    input: {
      cycleId,
      code: region,
      name: region,
      questionnaireVersionId: version,
      assessedDepartmentId: departments.nodes[0].id,
      channel: 'LINK',
      confidentiality: 'CONFIDENTIAL',
      frame: { join: 'AND', conditions: [{ key: 'region', operator: 'EQ', values: [region] }] },
      sampling: { method: 'CENSUS', seed: run },
      start: today,
    },
  });
  await done('SurveyPlanDraw', { id: plan.id, first: 10 });
  const { invitations } = await done('SurveyPlanInvite', { id: plan.id, limit: 10 });
  expect(invitations.length, 2, 'invitations');
  const links = {};
  for (const invitation of invitations) {
    const link = `http://${address}/r/${invitation.token}`;
    const language = /<html lang="(\w+)/.exec(await (await fetch(link)).text())[1];
    links[language] = link;
  }
  return [links.zh, links.en];
}

/** A published questionnaire that asks in every way; the id of its version. */
async function publish(token) {
  const said = (chinese, english, field = 'text') => ({
    [field]: chinese,
    translations: [{ language: 'en', [field]: english }],
  });
  const level = (number, chinese, english) => ({ level: number, ...said(chinese, english, 'label') });
  const numbers = Array.from({ length: 11 }, (_, number) => level(number, `${number}`, `${number}`));
  const form = {
    code: `RESPONDENT-${Date.now().toString(36)}`,
    ...said('客户满意度调查', 'How satisfied are you with us?', 'name'),
    scale: {
      levels: [
        level(1, '很不满意', 'Very poor'),
        level(2, '不满意', 'Poor'),
        level(3, '一般', 'Fair'),
        level(4, '满意', 'Good'),
        level(5, '很满意', 'Excellent'),
      ],
    },
    dimensions: [
      {
        code: 'service',
        ...said('服务质量', 'Quality of service', 'name'),
        weight: 100,
        items: [
          { code: 'speed', ...said('我们的响应是否及时?', 'Do we respond in time?'), kind: 'RATING', weight: 40 },
          {
            code: 'staff',
            ...said('您对服务人员的专业程度是否满意?', 'How professional are our people?'),
            kind: 'RATING',
            weight: 30,
            allowNotApplicable: true,
          },
          {
            code: 'advise',
            ...said('您有多大可能向同行推荐我们?', 'How likely are you to recommend us to others?'),
            kind: 'RATING',
            weight: 30,
            scale: { levels: numbers },
          },
        ],
      },
      {
        code: 'more',
        ...said('其他', 'Anything else', 'name'),
        items: [
          {
            code: 'channel',
            ...said('您通常如何联系我们?', 'How do you usually reach us?'),
            kind: 'SINGLE_CHOICE',
            required: true,
            options: [
              { code: 'phone', ...said('电话', 'By phone') },
              { code: 'visit', ...said('在办公室见面', 'In person, at one of our offices') },
            ],
          },
          {
            code: 'why',
            ...said('为什么选择见面?', 'Why in person?'),
            kind: 'TEXT',
            required: true,
            showWhen: { item: 'channel', choice: 'visit' },
          },
          {
            code: 'products',
            ...said('您使用哪些产品?', 'Which of our products do you use?'),
            kind: 'MULTIPLE_CHOICE',
            options: [
              { code: 'standard', ...said('标准服务', 'Standard service') },
              { code: 'site', ...said('驻场服务', 'Service on your site') },
            ],
          },
          { code: 'years', ...said('我们合作了多少年?', 'For how many years?'), kind: 'NUMBER' },
        ],
      },
    ],
  };
  const create = `mutation($input: QuestionnaireCreateInput!) {
    questionnaireCreate(input: $input) { questionnaire { id draft { id } } errors { field message } }
  }`;
  const { questionnaireCreate } = await send(create, { input: form }, token);
  expect(questionnaireCreate.errors, [], 'questionnaireCreate');
  const { id, draft } = questionnaireCreate.questionnaire;
  const release = `mutation($id: ID!) { questionnairePublish(id: $id) { errors { message } } }`;
  const { questionnairePublish } = await send(release, { id }, token);
  expect(questionnairePublish.errors, [], 'questionnairePublish');
  return draft.id;
}

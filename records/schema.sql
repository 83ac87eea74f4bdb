-- The records database: what the documents state, one row per statement, with its place.
--
-- Every table except `meta` belongs to a document. Years are the Western year in which the fiscal year starts
-- (令和6年度 = 2024); NULL there means the whole mid-term period. `line` and `n` are the place in the document's text.
-- The views at the end answer the common questions in one SELECT, with sqlite3 or Datasette.

PRAGMA foreign_keys = ON;

-- What is inside and by which program it was built (schema_version, stat_signature, built_from, built_at).
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- Corporations under evaluation.
CREATE TABLE organizations (
    document_id TEXT NOT NULL REFERENCES documents,
    organization_id TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    name_en TEXT,
    PRIMARY KEY (document_id, organization_id)
) STRICT;

-- Mid-term periods (the same period may be stated by several documents).
CREATE TABLE periods (
    document_id TEXT NOT NULL REFERENCES documents,
    period_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    title TEXT NOT NULL,
    start_date TEXT NOT NULL CHECK (start_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    end_date TEXT NOT NULL CHECK (end_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, period_id),
    FOREIGN KEY (document_id, organization_id) REFERENCES organizations (document_id, organization_id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- The documents inside.
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    period_id TEXT NOT NULL,
    title TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL CHECK (fiscal_year BETWEEN 1990 AND 2100),
    stated_date TEXT,
    version TEXT NOT NULL,
    sha256 TEXT,
    lines INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    FOREIGN KEY (document_id, organization_id) REFERENCES organizations (document_id, organization_id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (document_id, period_id) REFERENCES periods (document_id, period_id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Pages of the document: which lines of its text, which part.
CREATE TABLE pages (
    document_id TEXT NOT NULL REFERENCES documents,
    page INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (document_id, page)
) STRICT;

-- Rating scales; rank 1 is the best.
CREATE TABLE scales (
    document_id TEXT NOT NULL REFERENCES documents,
    scale_id TEXT NOT NULL,
    rating TEXT NOT NULL,
    rank INTEGER NOT NULL,
    is_standard INTEGER NOT NULL CHECK (is_standard IN (0, 1)),
    PRIMARY KEY (document_id, scale_id, rating),
    UNIQUE (document_id, scale_id, rank)
) STRICT;

-- Rating criteria: what each letter means, quantitatively and qualitatively.
CREATE TABLE criteria (
    document_id TEXT NOT NULL REFERENCES documents,
    scale_id TEXT NOT NULL,
    rating TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('quantitative', 'qualitative')),
    n INTEGER NOT NULL,
    min_percent REAL,
    below_percent REAL,
    needs_high_difficulty INTEGER NOT NULL CHECK (needs_high_difficulty IN (0, 1)),
    needs_quality INTEGER NOT NULL CHECK (needs_quality IN (0, 1)),
    text TEXT,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, scale_id, rating, kind, n),
    FOREIGN KEY (document_id, scale_id, rating) REFERENCES scales (document_id, scale_id, rating) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Sections (groups of items).
CREATE TABLE sections (
    document_id TEXT NOT NULL REFERENCES documents,
    section TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, section),
    UNIQUE (document_id, position)
) STRICT;

-- Items: the unit of evaluation, with the flags of the rating summary table.
CREATE TABLE items (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    section TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    high_importance TEXT NOT NULL CHECK (high_importance IN ('yes', 'no', 'unknown')),
    priority TEXT NOT NULL CHECK (priority IN ('yes', 'no', 'unknown')),
    high_difficulty TEXT NOT NULL CHECK (high_difficulty IN ('yes', 'no', 'unknown')),
    difficulty_note TEXT,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, item),
    UNIQUE (document_id, position),
    FOREIGN KEY (document_id, section) REFERENCES sections (document_id, section) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Item titles as each form states them.
CREATE TABLE item_titles (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, item, evaluation, line),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Rating statements, one row per place; item NULL is the overall rating.
CREATE TABLE ratings (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    fiscal_year INTEGER CHECK (fiscal_year BETWEEN 1990 AND 2100),
    evaluator TEXT CHECK (evaluator IN ('self', 'minister')),
    scale_id TEXT NOT NULL,
    rating TEXT NOT NULL,
    stated TEXT NOT NULL,
    importance_mark INTEGER CHECK (importance_mark IN (0, 1)),
    priority_mark INTEGER CHECK (priority_mark IN (0, 1)),
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (document_id, line, n),
    UNIQUE (document_id, item, evaluation, fiscal_year, evaluator, place, line),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (document_id, scale_id, rating) REFERENCES scales (document_id, scale_id, rating) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((evaluation = 'annual') = (fiscal_year IS NOT NULL))
) STRICT;

-- Indicators: quantitative ones of the forms, and other figures stated in the results.
CREATE TABLE indicators (
    document_id TEXT NOT NULL REFERENCES documents,
    indicator_id TEXT NOT NULL,
    item TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    stated_name TEXT NOT NULL,
    unit TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('quantitative', 'stated')),
    better TEXT CHECK (better IN ('higher', 'lower')),
    PRIMARY KEY (document_id, indicator_id),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Actual values, one row per place.
CREATE TABLE indicator_values (
    document_id TEXT NOT NULL REFERENCES documents,
    indicator_id TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    fiscal_year INTEGER CHECK (fiscal_year BETWEEN 1990 AND 2100),
    part TEXT,
    value REAL NOT NULL,
    qualifier TEXT,
    stated TEXT NOT NULL,
    note TEXT,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (document_id, line, n),
    UNIQUE (document_id, indicator_id, evaluation, fiscal_year, part, note, line, stated),
    FOREIGN KEY (document_id, indicator_id) REFERENCES indicators (document_id, indicator_id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Targets, one row per place.
CREATE TABLE indicator_targets (
    document_id TEXT NOT NULL REFERENCES documents,
    indicator_id TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    fiscal_year INTEGER CHECK (fiscal_year BETWEEN 1990 AND 2100),
    value REAL NOT NULL,
    comparator TEXT CHECK (comparator IN ('>=', '<=', '=', '~')),
    stated TEXT NOT NULL,
    note TEXT,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (document_id, line, n),
    FOREIGN KEY (document_id, indicator_id) REFERENCES indicators (document_id, indicator_id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Key achievements (overview slides), in our own short phrases.
CREATE TABLE achievements (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    fiscal_year INTEGER CHECK (fiscal_year BETWEEN 1990 AND 2100),
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, item, evaluation, n),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Rationale of a rating, and issues and response; is_dash where the source has only a dash.
CREATE TABLE rationales (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    kind TEXT NOT NULL CHECK (kind IN ('rationale', 'issues_and_response')),
    n INTEGER NOT NULL,
    text TEXT,
    is_dash INTEGER NOT NULL CHECK (is_dash IN (0, 1)),
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, item, evaluation, kind, n),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Goals, plans, viewpoints, results and self-evaluation in brief; block = one row of the form.
CREATE TABLE briefs (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    kind TEXT NOT NULL CHECK (kind IN ('mid_term_goal', 'mid_term_plan', 'annual_plan', 'viewpoints', 'result', 'self_evaluation')),
    block INTEGER NOT NULL,
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, item, evaluation, kind, block, n),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Staff counts (persons).
CREATE TABLE staff_counts (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    fiscal_year INTEGER NOT NULL CHECK (fiscal_year BETWEEN 1990 AND 2100),
    staff_count INTEGER NOT NULL,
    note TEXT,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, item, evaluation, fiscal_year),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Legal basis and related policy.
CREATE TABLE legal_bases (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    kind TEXT NOT NULL CHECK (kind IN ('legal_basis', 'related_policy')),
    n INTEGER NOT NULL,
    text TEXT,
    is_dash INTEGER NOT NULL CHECK (is_dash IN (0, 1)),
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, item, evaluation, kind, n),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Dated events: service starts and the like.
CREATE TABLE events (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    date TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('service_start', 'system_start', 'development', 'contract', 'rule', 'law', 'publication', 'event', 'other')),
    planned INTEGER NOT NULL CHECK (planned IN (0, 1)),
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (document_id, line, n),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Duties that the statute lays down: who does what by when.
CREATE TABLE duties (
    document_id TEXT NOT NULL REFERENCES documents,
    law TEXT NOT NULL,
    article TEXT NOT NULL,
    paragraph INTEGER NOT NULL,
    n INTEGER NOT NULL,
    actor TEXT NOT NULL,
    text TEXT NOT NULL,
    deadline TEXT,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, article, paragraph, n)
) STRICT;

-- Competent ministers and their departments as the overview form states them.
CREATE TABLE ministers (
    document_id TEXT NOT NULL REFERENCES documents,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    minister TEXT NOT NULL,
    role TEXT NOT NULL,
    department TEXT,
    division TEXT,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, evaluation, minister, role)
) STRICT;

-- What the document leaves blank or as a template remain.
CREATE TABLE absences (
    document_id TEXT NOT NULL REFERENCES documents,
    kind TEXT NOT NULL,
    evaluation TEXT NOT NULL CHECK (evaluation IN ('annual', 'prospective', 'final')),
    fiscal_year INTEGER CHECK (fiscal_year BETWEEN 1990 AND 2100),
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document_id, kind, evaluation, line)
) STRICT;

-- Disagreements inside the document that are not visible as two statements of one key.
CREATE TABLE disagreements (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT,
    fiscal_year INTEGER CHECK (fiscal_year BETWEEN 1990 AND 2100),
    about TEXT NOT NULL,
    value_a TEXT NOT NULL,
    place_a TEXT NOT NULL,
    page_a INTEGER NOT NULL,
    line_a INTEGER NOT NULL,
    value_b TEXT NOT NULL,
    place_b TEXT NOT NULL,
    page_b INTEGER NOT NULL,
    line_b INTEGER NOT NULL,
    note TEXT,
    PRIMARY KEY (document_id, line_a, line_b, about),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- The document's own words, whole; only where the user ingested the document. block = one row of the form.
CREATE TABLE passages (
    document_id TEXT NOT NULL REFERENCES documents,
    item TEXT,
    evaluation TEXT CHECK (evaluation IN ('annual', 'prospective', 'final')),
    fiscal_year INTEGER CHECK (fiscal_year BETWEEN 1990 AND 2100),
    kind TEXT NOT NULL CHECK (kind IN (
        'mid_term_goal', 'mid_term_plan', 'annual_plan', 'viewpoints', 'result', 'self_evaluation',
        'minister_evaluation', 'rationale', 'issues_and_response', 'achievement', 'item_information',
        'reference', 'overview', 'overall', 'summary', 'statute', 'criteria', 'slide', 'other'
    )),
    block INTEGER NOT NULL,
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    page INTEGER NOT NULL,
    line INTEGER NOT NULL,
    last_page INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    PRIMARY KEY (document_id, line, kind, n),
    FOREIGN KEY (document_id, item) REFERENCES items (document_id, item) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Lines of an ingested document that hold no record, with the reason.
CREATE TABLE set_aside (
    document_id TEXT NOT NULL REFERENCES documents,
    line INTEGER NOT NULL,
    last_line INTEGER NOT NULL,
    page INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (document_id, line)
) STRICT;

-- Corrections made by hand, already applied to the other tables.
CREATE TABLE corrections (
    document_id TEXT NOT NULL REFERENCES documents,
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    column_name TEXT NOT NULL,
    was TEXT,
    now TEXT,
    note TEXT NOT NULL,
    PRIMARY KEY (document_id, table_name, row_key, column_name)
) STRICT;

-- Full text: bigrams of the folded text, so that words of two characters and more are found (研修, 稼働).
-- A phrase query over neighbouring bigrams is an exact substring search.
CREATE VIRTUAL TABLE full_text USING fts5 (
    bigrams,
    document_id UNINDEXED, source_table UNINDEXED, item UNINDEXED, evaluation UNINDEXED, fiscal_year UNINDEXED,
    text UNINDEXED, place UNINDEXED, page UNINDEXED, line UNINDEXED,
    tokenize = "unicode61 remove_diacritics 0"
);

-- The rows of `full_text` that hold a document's texts: they lie together.
CREATE TABLE full_text_rows (
    document_id TEXT PRIMARY KEY REFERENCES documents,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL
) STRICT;

-- A question is about the documents of one corporation, so every index begins with the document: that of another one
-- has items of the same numbers. Where a primary key or a unique set begins with the same columns it is the index.
CREATE INDEX indicator_targets_by_indicator ON indicator_targets (document_id, indicator_id, fiscal_year);
CREATE INDEX passages_by_item ON passages (document_id, item, kind, evaluation);

-- The order in which statements of a rating are shown: the form names its evaluator, so it comes first, then the
-- rating summary table, then the slide. Nothing is resolved here: `rating_conflicts` keeps what differs.
CREATE VIEW rating_statements AS
SELECT
    r.document_id, d.organization_id, d.period_id, r.item, r.evaluation, r.fiscal_year, r.evaluator,
    r.scale_id, r.rating, r.stated, r.place, r.page, r.line, r.n,
    CASE
        WHEN r.evaluator = 'minister' THEN 0
        WHEN r.place LIKE '%項目別評定調書%' THEN 1
        WHEN r.place LIKE '様式%' THEN 2
        ELSE 3
    END AS precedence,
    d.fiscal_year AS document_fiscal_year
FROM ratings AS r JOIN documents AS d USING (document_id);

-- One row per item (or overall: item IS NULL), evaluation and year: the rating shown first, and how many differ.
CREATE VIEW rating_table AS
SELECT
    organization_id, period_id, item, evaluation, fiscal_year,
    substr(min(printf('%d%09d%09d', precedence, 999999999 - document_fiscal_year, line) || rating), 20) AS rating,
    count(*) AS statements,
    count(DISTINCT rating) AS different_ratings
FROM rating_statements
GROUP BY organization_id, period_id, item, evaluation, fiscal_year;

-- Ratings on which places of the documents disagree.
CREATE VIEW rating_conflicts AS
SELECT s.*
FROM rating_statements AS s
JOIN rating_table AS t
    ON t.organization_id = s.organization_id AND t.period_id = s.period_id AND t.item IS s.item
    AND t.evaluation = s.evaluation AND t.fiscal_year IS s.fiscal_year
WHERE t.different_ratings > 1
ORDER BY s.item, s.fiscal_year, s.precedence, s.line;

-- How many items have which rating in a year (annual) or in the mid-term evaluation (fiscal_year NULL).
CREATE VIEW rating_distribution AS
SELECT organization_id, period_id, evaluation, fiscal_year, rating, count(*) AS items
FROM rating_table WHERE item IS NOT NULL
GROUP BY organization_id, period_id, evaluation, fiscal_year, rating;

-- Indicator values with names, units and targets of the same place and year side by side.
CREATE VIEW indicator_table AS
SELECT
    i.item, i.indicator_id, i.name, i.unit, v.evaluation, v.fiscal_year, v.part, v.value, v.stated, v.note,
    (
        SELECT t.stated FROM indicator_targets AS t
        WHERE t.document_id = v.document_id AND t.indicator_id = v.indicator_id AND t.evaluation = v.evaluation
            AND t.fiscal_year IS v.fiscal_year
        ORDER BY t.line LIMIT 1
    ) AS target,
    v.document_id, v.place, v.page, v.line
FROM indicator_values AS v JOIN indicators AS i USING (document_id, indicator_id)
ORDER BY i.position, v.fiscal_year, v.line;

-- Indicators for which two places, in one document or in two of one period, give different values for the same year
-- and part.
CREATE VIEW indicator_conflicts AS
SELECT a.indicator_id, a.fiscal_year, a.part,
    a.document_id AS document_a, a.stated AS stated_a, a.place AS place_a, a.line AS line_a,
    b.document_id AS document_b, b.stated AS stated_b, b.place AS place_b, b.line AS line_b
FROM indicator_values AS a JOIN documents AS da USING (document_id)
JOIN documents AS db ON da.organization_id = db.organization_id AND da.period_id = db.period_id
JOIN indicator_values AS b
    ON b.document_id = db.document_id AND b.indicator_id = a.indicator_id AND b.fiscal_year IS a.fiscal_year
    AND b.part IS a.part AND b.note IS a.note AND b.value <> a.value
    AND (a.document_id, a.line, a.n) < (b.document_id, b.line, b.n);

-- One row per item: title, flags, the ratings of every year, the prospective rating, the latest staff count.
CREATE VIEW item_cards AS
SELECT
    i.document_id, i.item, i.title, i.section, i.high_importance, i.priority, i.high_difficulty,
    (
        SELECT group_concat(fiscal_year || ':' || rating, ' ')
        FROM (SELECT * FROM rating_table ORDER BY fiscal_year) AS t
        WHERE t.item = i.item AND t.evaluation = 'annual' AND t.organization_id = d.organization_id
            AND t.period_id = d.period_id
    ) AS annual_ratings,
    (
        SELECT t.rating FROM rating_table AS t
        WHERE t.item = i.item AND t.evaluation = 'prospective' AND t.organization_id = d.organization_id
            AND t.period_id = d.period_id
    ) AS prospective_rating,
    (
        SELECT s.staff_count FROM staff_counts AS s WHERE s.document_id = i.document_id AND s.item = i.item
        ORDER BY s.fiscal_year DESC LIMIT 1
    ) AS latest_staff_count
FROM items AS i JOIN documents AS d USING (document_id)
ORDER BY i.document_id, i.position;

-- Achievements, with the title of their item.
CREATE VIEW achievement_table AS
SELECT i.item, i.title, a.evaluation, a.fiscal_year, a.n, a.text, a.document_id, a.place, a.page, a.line
FROM achievements AS a JOIN items AS i USING (document_id, item)
ORDER BY i.position, a.evaluation, a.n;

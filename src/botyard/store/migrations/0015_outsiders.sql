-- Most portals have nobody of these: that is told without a look at everybody.
CREATE INDEX portal_user_outsiders ON portal_user (type, id) WHERE type IN ('extranet', 'collaber');
